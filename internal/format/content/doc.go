// Package content knows what can be found in a file, whatever its format:
// pages of text, rows of a table, fields that describe it, and other files
// inside it. It is the shape in which every reader of a format hands over what
// it found. It must never know a format itself, nor what becomes of what was
// found.
//
// A reader is a function
//
//	func Read(src Source, opt Options, out Sink) error
//
// that gives what it finds to out in the order of the file and as it comes, so
// that a large file needs little memory. It MUST end for every input in time
// about linear in what it reads and writes, MUST heed opt.Limits, and MUST NOT
// touch anything but src and out. What it returns is one of
//
//   - nil: read to its end (parts that could not be read are told by Problem);
//   - an error of out, unchanged;
//   - ErrPassword, wrapped: the file wants a password, or another one;
//   - *Limited, wrapped: a limit left nothing worth keeping;
//   - any other error: the file can't be read, in words a person understands.
package content
