using Governance.Domain;
using Governance.Domain.Audit;

namespace Governance.Tests.Audit;

public sealed class LogKeepingTests
{
    private static readonly ReportDamage s_report = new(42, "PAYLOAD_MISMATCH", "the payload was changed", 100);
    private static readonly AuditEvent.LogDamaged s_damaged = new(42, "PAYLOAD_MISMATCH", s_report.Detail, 100);
    private static readonly PersonId s_person = new("1");

    private static LogKeeping Damaged => LogKeeping.Evolve(LogKeeping.Initial, s_damaged);

    [Fact]
    public void Damage_is_reported_once_while_it_stands()
    {
        A.Given<LogKeeping, AuditEvent>(LogKeeping.Initial, LogKeeping.Evolve).When(s_report.Decide).Then(s_damaged);
        A.Given<LogKeeping, AuditEvent>(Damaged, LogKeeping.Evolve)
            .When((s_report with { Position = 43 }).Decide).ThenNothing();
    }

    [Fact]
    public void Signing_resumes_only_when_the_store_agrees_and_for_a_reason()
    {
        var given = A.Given<LogKeeping, AuditEvent>(Damaged, LogKeeping.Evolve);
        given.When(new ResumeSigning(s_person, "restored", false).Decide)
            .ThenRefused(new StillDamaged(42, "PAYLOAD_MISMATCH"));
        given.When(new ResumeSigning(s_person, " ", true).Decide).ThenRefused(new ReasonMissing());
        given.When(new ResumeSigning(s_person, "restored", true).Decide)
            .Then(new AuditEvent.SigningResumed(s_person, "restored"));
    }

    [Fact]
    public void A_sound_log_has_nothing_to_resume() =>
        A.Given<LogKeeping, AuditEvent>(LogKeeping.Initial, LogKeeping.Evolve)
            .When(new ResumeSigning(s_person, "why", true).Decide).ThenNothing();

    [Fact]
    public void Every_export_is_a_fact_of_its_own()
    {
        var first = new RecordExport("a", true);
        A.Given<LogKeeping, AuditEvent>(LogKeeping.Initial, LogKeeping.Evolve)
            .When(first.Decide).Then(new AuditEvent.Exported("a", true))
            .ThenState(keeping => keeping.LastExport.ShouldBe("a"));
        A.Given<LogKeeping, AuditEvent>(new LogKeeping(null, "a"), LogKeeping.Evolve)
            .When((first with { Export = "b" }).Decide).Then(new AuditEvent.Exported("b", true));
    }
}
