#!/bin/sh
# Builds the static library for Apple's systems and assembles CAuthpipe.xcframework. Runs on a Mac with Xcode and Rust's targets:
#   rustup target add aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios aarch64-apple-darwin x86_64-apple-darwin
#   bindings-swift/scripts/build-xcframework.sh [--debug]
# Not run yet: see README.md.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
root=$(dirname "$here")
target=${CARGO_TARGET_DIR:-$root/target}
# Small first, and without what only servers use: see Cargo.toml here and at the top.
profile=app
flags='--profile app --no-default-features --features app'
if [ "${1:-}" = --debug ]; then
  profile=debug
  flags=
fi

[ "$(uname)" = Darwin ] || { echo "An XCFramework is assembled with Xcode, on a Mac." >&2; exit 1; }

export IPHONEOS_DEPLOYMENT_TARGET=16.4
export MACOSX_DEPLOYMENT_TARGET=13.3

build() {
  # The static library alone: no library to load, which would be linked for nothing, no command-line tool, no emulator.
  # shellcheck disable=SC2086
  (cd "$root" && cargo rustc -p authpipe-swift --lib --crate-type staticlib --target "$1" $flags)
}

for triple in aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios aarch64-apple-darwin x86_64-apple-darwin; do
  build "$triple"
done

work=$target/swift/xcframework
rm -rf "$work" "$here/CAuthpipe.xcframework"
mkdir -p "$work/headers/CAuthpipe" "$work/simulator" "$work/macos"
cp "$here/Sources/CAuthpipe/CAuthpipe.h" "$work/headers/CAuthpipe/"
# Without the line that names a library: the framework brings it.
grep -v '^ *link ' "$here/Sources/CAuthpipe/module.modulemap" > "$work/headers/CAuthpipe/module.modulemap"

library=libauthpipe_swift.a
lipo -create "$target/aarch64-apple-ios-sim/$profile/$library" "$target/x86_64-apple-ios/$profile/$library" -output "$work/simulator/$library"
lipo -create "$target/aarch64-apple-darwin/$profile/$library" "$target/x86_64-apple-darwin/$profile/$library" -output "$work/macos/$library"

xcodebuild -create-xcframework \
  -library "$target/aarch64-apple-ios/$profile/$library" -headers "$work/headers" \
  -library "$work/simulator/$library" -headers "$work/headers" \
  -library "$work/macos/$library" -headers "$work/headers" \
  -output "$here/CAuthpipe.xcframework"
