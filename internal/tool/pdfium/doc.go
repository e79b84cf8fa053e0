// Package pdfium knows PDF files: it reads their pages, fields and attachments
// and draws their pages, with PDFium compiled to WebAssembly. It must never be
// used outside the sandbox's child, and must never hand a document more than
// its own bytes: no file, no network, no clock, no chance.
//
// PDFium was written in C++ and is fed hostile files, so it stands behind two
// walls. WebAssembly keeps a document that takes PDFium over inside 256 MiB of
// memory, and each document has a life of the engine to itself. Around it
// stands the sandbox; what needs rights is done by Warm before they are given
// up. A document that breaks the engine costs a page or its own reading; one
// that goes in circles is ended by the sandbox, with the process.
package pdfium
