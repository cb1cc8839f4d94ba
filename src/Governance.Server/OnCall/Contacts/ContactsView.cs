using Governance.Domain.OnCall.Contacts;

namespace Governance.Server.OnCall.Contacts;

/// <summary>How the person who looks wants to be paged.</summary>
/// <param name="Ways">The state of each way by its id.</param>
public sealed record ContactsView(ContactSheet Sheet, IReadOnlyDictionary<string, PagingWay> Ways);
