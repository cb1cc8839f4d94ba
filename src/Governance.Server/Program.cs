using Governance.Server.Shell;

// A test host passes its own switches and no verb: build the host before any parsing then.
return args.Length > 0 && !args[0].StartsWith('-')
    ? await Verbs.RunAsync(args)
    : await Serving.RunAsync(args);

/// <summary>The entry point, public so that a test host can find it.</summary>
public partial class Program;
