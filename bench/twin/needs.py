"""Says which Python the scripts of this folder need, before an import of theirs fails: python3 needs.py MODULE..."""
import importlib.util
import shutil
import sys

DEBIAN = {"numpy": "python3-numpy", "torch": "python3-torch", "scipy": "python3-scipy", "sklearn": "python3-sklearn"}


def modules(*names):
    """Ends the program when this Python lacks one of the modules, naming it and what installs it."""
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    if missing:
        sys.exit(f"This needs python3 with {' and '.join(names)} (Debian: apt-get install {' '.join(DEBIAN[name] for name in names)}); "
                 f"{sys.executable} lacks {' and '.join(missing)}.")


def program(name, packages):
    """Ends the program when another one is missing, naming what installs it."""
    if shutil.which(name) is None:
        sys.exit(f"This needs {name} (Debian: apt-get install {packages}).")


if __name__ == "__main__":
    modules(*sys.argv[1:])
