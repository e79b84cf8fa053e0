// Package charset knows which letters the bytes of a text stand for: by the
// name that a text states, or by measuring the bytes. It must never call a
// guess certain: what it chose, and how sure it is, is handed back with it.
package charset
