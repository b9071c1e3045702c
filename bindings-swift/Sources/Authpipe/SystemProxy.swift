import Foundation
#if canImport(CFNetwork)
import CFNetwork
#endif

/// The proxy that this system is set to for https, where it is set to one.
func systemProxy() -> URL? {
    #if canImport(CFNetwork)
    let settings = CFNetworkCopySystemProxySettings()?.takeRetainedValue() as? [String: Any]
    return systemProxy(settings: settings ?? [:])
    #else
    return systemProxy(environment: ProcessInfo.processInfo.environment)
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

/// The one of the environment, as programs on Linux look for it. `http_proxy` is for other addresses.
func systemProxy(environment: [String: String]) -> URL? {
    let names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    guard let text = names.lazy.compactMap({ environment[$0] }).first(where: { !$0.isEmpty }) else { return nil }
    return URL(string: text.contains("://") ? text : "http://\(text)")
}
