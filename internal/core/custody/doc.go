// Package custody knows the originals: who handed them over, every hand they
// went through since, and that their bytes are unchanged. It must never alter
// an original, and never state an event about bytes that are not kept yet.
package custody
