"""Says which Python the scripts of this folder need, before an import of theirs fails: python3 needs.py MODULE..."""
import importlib.util
import sys

DEBIAN = {"numpy": "python3-numpy", "torch": "python3-torch", "sklearn": "python3-sklearn"}


def modules(*names):
    """Ends the program when this Python lacks one of the modules, naming it and what installs it."""
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    if missing:
        sys.exit(f"This needs python3 with {' and '.join(names)} (Debian: apt-get install {' '.join(DEBIAN[name] for name in names)}); "
                 f"{sys.executable} lacks {' and '.join(missing)}.")


if __name__ == "__main__":
    modules(*sys.argv[1:])
