//! Empty: the package is about the features in its manifest.
