return await IonSweep.Client.IonSweepCommand.RunAsync(args);
