// Package flow knows the verbs: collect, preserve, process, assert, resolve,
// count, disclose. A verb looks at the state, decides by the nouns' rules what
// happened, and appends that to the book; it must never write anywhere else,
// and never reach for a disk, a clock or chance that was not handed to it.
package flow
