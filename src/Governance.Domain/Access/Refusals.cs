namespace Governance.Domain.Access;

/// <summary>There is no such account.</summary>
public sealed record PersonUnknown() : Refusal("person_unknown", "There is no such person.");

/// <summary>There is no such key.</summary>
public sealed record KeyUnknown() : Refusal("key_unknown", "There is no such key.");

/// <summary>Two accounts cannot share the name that people sign in with.</summary>
public sealed record SignInNameTaken(string Name) : Refusal(
    "sign_in_name_taken",
    $"Somebody signs in as {Name} already.");

/// <summary>Nobody gives or takes their own roles.</summary>
public sealed record OwnRole() : Refusal("own_role", "Nobody changes their own roles: ask another administrator.");

/// <summary>A person cannot be a machine.</summary>
public sealed record RoleOfMachines(Role Role) : Refusal(
    "role_of_machines",
    $"{Role} is carried by API keys, not by people.");

/// <summary>A machine cannot decide as a person does.</summary>
public sealed record RoleOfPeople(Role Role) : Refusal(
    "role_of_people",
    $"{Role} is held by people who sign in, not by API keys.");
