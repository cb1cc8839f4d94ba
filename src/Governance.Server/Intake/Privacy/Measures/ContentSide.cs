namespace Governance.Server.Intake.Privacy.Measures;

/// <summary>Which side of a model a text stands on.</summary>
internal enum ContentSide
{
    /// <summary>It is no content.</summary>
    None,

    /// <summary>What the model, tool or search was given.</summary>
    Input,

    /// <summary>What it gave.</summary>
    Output,

    /// <summary>Content beside the call: texts of exceptions, explanations, definitions of tools.</summary>
    Beside,
}
