import Foundation

/// `scheme://host[:port]` in the form in which the core writes origins: lower case, no default port.
func origin(of url: URL) -> String? {
    guard let scheme = url.scheme?.lowercased(), let host = url.host?.lowercased(), !host.isEmpty, url.user == nil else { return nil }
    let address = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
    switch (scheme, url.port) {
    case ("https", nil), ("https", 443), ("http", nil), ("http", 80): return "\(scheme)://\(address)"
    case ("https", let port?), ("http", let port?): return "\(scheme)://\(address):\(port)"
    default: return nil
    }
}
