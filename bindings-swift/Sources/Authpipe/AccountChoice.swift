/// What the provider is told of the account with which somebody is to sign in.
struct AccountChoice {
    var loginHint: String?
    var prompt: String?
}
