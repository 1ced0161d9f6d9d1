using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IonSweep.Cluster.Tests.Deploy;

/// <summary>Programs named <c>kubectl</c> and so on, in a folder for PATH, that ask this process to do what they are told.</summary>
internal sealed class CommandShims : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string[], byte[], CancellationToken, Task<(int ExitCode, byte[] Output)>> _answer;
    private readonly Task _accepting;

    /// <summary>Starts listening.</summary>
    /// <param name="folder">Where the programs are put.</param>
    /// <param name="names">Names of programs.</param>
    /// <param name="answer">Does a command: name and arguments, standard input; cancelled when the program is killed.</param>
    public CommandShims(string folder, IEnumerable<string> names,
        Func<string[], byte[], CancellationToken, Task<(int ExitCode, byte[] Output)>> answer)
    {
        _answer = answer;
        _listener.Start();
        int port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        foreach (string name in names)
            Write(Path.Combine(folder, name), $$"""
                #!/bin/bash
                exec 3<>/dev/tcp/127.0.0.1/{{port}}
                printf '%s\n' "$(($# + 1))" >&3
                for word in {{name}} "$@"; do printf '%s' "$word" | base64 -w0 >&3; echo >&3; done
                case " $* " in *" -f - "* | *" -i "*) base64 -w0 >&3 ;; esac
                echo >&3
                read -r code <&3
                cat <&3
                exit "$code"
                """);
        _accepting = AcceptAsync();
    }

    /// <summary>Puts an executable script into a folder.</summary>
    public static void Write(string path, string text)
    {
        File.WriteAllText(path, text + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> open = [];
        try
        {
            while (true) open.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient connection = client;
        await using NetworkStream stream = client.GetStream();
        using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
        using CancellationTokenSource gone = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        try
        {
            string[] words = new string[int.Parse((await reader.ReadLineAsync(gone.Token))!)];
            for (int i = 0; i < words.Length; i++)
                words[i] = Encoding.UTF8.GetString(Convert.FromBase64String((await reader.ReadLineAsync(gone.Token))!));
            byte[] input = Convert.FromBase64String((await reader.ReadLineAsync(gone.Token))!);
            Task<(int ExitCode, byte[] Output)> answer = _answer(words, input, gone.Token);
            Task<string?> closed = reader.ReadLineAsync(gone.Token).AsTask(); // it says nothing more: this ends when the program does
            if (await Task.WhenAny(answer, closed) == closed) await gone.CancelAsync();
            (int exit, byte[] output) = await answer;
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{exit}\n"), gone.Token);
            await stream.WriteAsync(output, gone.Token);
            client.Client.Shutdown(SocketShutdown.Send);
            await gone.CancelAsync();
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // the program was killed
        }
    }
}
