@testable import Authpipe
import Foundation
import XCTest

/// What an app can make of a date or a duration reaches the core as a number, and stops no process.
final class TimeTests: XCTestCase {
    func testAnyDateIsANumberOfMilliseconds() {
        for (seconds, expected) in [
            (0, 0), (1.5, 1500), (-0.0005, -1), (1_767_225_600, 1_767_225_600_000),
            (.infinity, .max), (-.infinity, .min), (.nan, .min), (1e300, .max), (-1e300, .min),
            (0x1p63 / 1000, .max), (Date.distantFuture.timeIntervalSince1970, 64_092_211_200_000),
        ] as [(Double, Int64)] {
            XCTAssertEqual(Date(timeIntervalSince1970: seconds).sinceEpoch, expected, "\(seconds)")
        }
    }

    func testAnyDurationIsANumberOfMilliseconds() {
        for (duration, expected) in [
            (.zero, 0), (.milliseconds(1500), 1500), (.seconds(-1), 0), (.milliseconds(-1), 0), (.seconds(Int64.max), .max),
            (Duration(secondsComponent: 18_446_744_073_709_551, attosecondsComponent: 999_000_000_000_000_000), .max),
        ] as [(Duration, UInt64)] {
            XCTAssertEqual(duration.milliseconds, expected, "\(duration)")
        }
    }
}
