import Authpipe
import Foundation

/// What went wrong, in the person's language, and the way on from there: every state can be left.
public struct Failure: Identifiable, Equatable, Sendable {
    public enum WayOn: Equatable, Sendable {
        /// The same again.
        case tryAgain
        /// The person signs in again.
        case signInAgain
        /// What was connected cannot be read any more: the vault is deleted, and the person connects anew.
        case startOver
        /// Read and go on.
        case dismiss
    }

    public let title: String
    public let advice: String
    public let wayOn: WayOn
    public let id = UUID()

    init(_ error: any Error) {
        let error = error as? AuthpipeError
        title = error?.errorDescription ?? NSLocalizedString("The service cannot be reached.", comment: "")
        advice = error?.recoverySuggestion ?? NSLocalizedString("Try again.", comment: "")
        wayOn =
            switch error?.code {
            case nil: .tryAgain
            case .keyMismatch?: .startOver
            case .notConnected?, .reauthRequired?, .scopeMissing?: .signInAgain
            default: error?.retry == .later ? .tryAgain : .dismiss
            }
    }

    public static func == (one: Failure, other: Failure) -> Bool {
        (one.title, one.advice) == (other.title, other.advice) && one.wayOn == other.wayOn
    }
}
