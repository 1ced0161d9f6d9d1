using System.CommandLine;
using IonSweep.Client.Errors;
using IonSweep.Client.Output;
using IonSweep.Sweeps.Reporting;
using IonSweep.Web.Security;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep token</c>: who may use a server, kept as names, roles and hashes in a file that servers re-read.</summary>
internal static class TokenCommand
{
    /// <summary>The command with its own commands.</summary>
    public static Command Create() => new("token", "Make, list and remove the named tokens of a server, each with a role.")
    {
        New(), List(), Remove(),
    };

    private static Command New()
    {
        Argument<string> name = Name();
        Option<string> file = TokensFileOption.Required();
        Option<string> role = new("--role")
        {
            HelpName = string.Join('|', RoleWords.All),
            Description = "read: look and predict; submit: also start sweeps and store data and models; administer: also delete.",
            Required = true,
        };
        role.AcceptOnlyFromAmong([.. RoleWords.All]);
        Command command = new("new", "Make a token, add its hash to the file and print the token, which is kept nowhere.")
        {
            name, role, file,
        };
        command.SetAction(line =>
        {
            string who = line.GetValue(name)!;
            if (NamedToken.MistakeOf(who) is { } mistake) throw new InvalidInputException($"NAME: {mistake}.");
            (string token, NamedToken kept) = NamedToken.Create(who, RoleWords.Find(line.GetValue(role)!)!.Value);
            TokensFile.Add(line.GetValue(file)!, kept);
            Console.Out.WriteLine(token);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command List()
    {
        Option<string> file = TokensFileOption.Required();
        Command command = new("list", "Show names and roles.") { file };
        command.SetAction(line =>
        {
            ConsoleTable.Write(Terminal.Out, new ReportTable("Tokens", ["Name", "Role"],
            [
                .. TokensFile.ReadFile(line.GetValue(file)!).Select(one => (IReadOnlyList<string>)[one.Name, one.Role.Word()]),
            ]));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Remove()
    {
        Argument<string> name = Name();
        Option<string> file = TokensFileOption.Required();
        Command command = new("remove", "Take a token away: servers that use the file refuse it from the next second on.") { name, file };
        command.SetAction(line =>
        {
            TokensFile.Remove(line.GetValue(file)!, line.GetValue(name)!);
            return ExitCode.Done;
        });
        return command;
    }

    private static Argument<string> Name() => new("name") { HelpName = "NAME", Description = "Person or program, e.g. anna or raman-2." };
}
