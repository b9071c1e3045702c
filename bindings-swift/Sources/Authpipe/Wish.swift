/// What the app has said last about being suspended.
enum Wish {
    /// Nothing yet: it was perhaps started in the background.
    case none
    case awake
    case suspended
}
