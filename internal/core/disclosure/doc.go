// Package disclosure knows what leaves the archive, to whom, decided by whom,
// and what was left out under which rule. It must never let a thing leave
// that fewer than two different people decided on.
package disclosure
