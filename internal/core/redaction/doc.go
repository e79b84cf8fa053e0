// Package redaction knows what of an original must not be seen in a copy that
// leaves: where it stands, under which rule it is hidden, and whom it hides. It
// must never change an original, and never call hidden what is hidden in part.
package redaction
