import Foundation
#if canImport(CFNetwork)
import CFNetwork
#endif

/// The proxy that this system is set to for https, as the core takes it: a URL, or the word by which it looks at the environment itself, with
/// the exceptions there.
func systemProxy() -> String? {
    #if canImport(CFNetwork)
    let settings = CFNetworkCopySystemProxySettings()?.takeRetainedValue() as? [String: Any]
    return systemProxy(settings: settings ?? [:])?.absoluteString
    #else
    return "environment"
    #endif
}

/// The one of the system's settings, by their names in CFNetwork. On iOS a proxy for http is one for everything. Where a script chooses
/// (PAC), the settings name none.
func systemProxy(settings: [String: Any]) -> URL? {
    for kind in ["HTTPS", "HTTP"] {
        guard (settings["\(kind)Enable"] as? NSNumber)?.boolValue == true, let host = settings["\(kind)Proxy"] as? String, !host.isEmpty
        else { continue }
        let port = (settings["\(kind)Port"] as? NSNumber).map { ":\($0.intValue)" } ?? ""
        return URL(string: "http://\(host.contains(":") ? "[\(host)]" : host)\(port)")
    }
    return nil
}
