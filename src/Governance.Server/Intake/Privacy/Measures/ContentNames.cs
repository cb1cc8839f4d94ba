using System.Text;

namespace Governance.Server.Intake.Privacy.Measures;

/// <summary>
/// Names under which senders send what models read and write. It is no deny-list: what it does not name is not kept
/// either. It only says what a dropped text was, so that it can be measured, and kept where somebody allowed it.
/// </summary>
internal static class ContentNames
{
    // A name that ends in a dot stands for all that begin so.
    private static readonly (byte[] Name, ContentSide Side)[] s_names =
    [
        .. Names(
            ContentSide.Input,
            "gen_ai.input.messages", "gen_ai.system_instructions", "gen_ai.tool.call.arguments",
            "gen_ai.retrieval.query.text", "gen_ai.prompt", "gen_ai.prompt.", "traceloop.entity.input", "input.value",
            "llm.input_messages.", "llm.prompts.", "llm.prompts", "tool.parameters", "embedding.text", "ai.prompt",
            "ai.prompt.", "ai.toolCall.args", "ai.value", "ai.values", "langfuse.observation.input",
            "langfuse.trace.input"),
        .. Names(
            ContentSide.Output,
            "gen_ai.output.messages", "gen_ai.tool.call.result", "gen_ai.retrieval.documents", "gen_ai.completion",
            "gen_ai.completion.", "traceloop.entity.output", "output.value", "llm.output_messages.",
            "retrieval.documents.", "document.content", "ai.response.text", "ai.response.object",
            "ai.response.toolCalls", "ai.response.reasoning", "ai.toolCall.result", "langfuse.observation.output",
            "langfuse.trace.output"),
        .. Names(
            ContentSide.Beside,
            "exception.message", "exception.stacktrace", "gen_ai.evaluation.explanation", "evaluation.explanation",
            "annotation.explanation", "gen_ai.tool.definitions", "gen_ai.tool.description", "embedding.embeddings.",
            "llm.tools.", "reranker.query", "reranker.input_documents.", "reranker.output_documents."),
    ];

    /// <summary>What comes under this name.</summary>
    public static ContentSide SideOf(ReadOnlySpan<byte> key)
    {
        foreach (var (name, side) in s_names)
        {
            if (name[^1] == (byte)'.' ? key.StartsWith(name) : key.SequenceEqual(name))
                return side;
        }
        return ContentSide.None;
    }

    private static IEnumerable<(byte[] Name, ContentSide Side)> Names(ContentSide side, params string[] names) =>
        names.Select(name => (Encoding.UTF8.GetBytes(name), side));
}
