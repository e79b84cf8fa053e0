// Package browser knows the desk as a person at a browser meets it: its tests
// drive a real Chromium over a real server with a fictional case, with scripts
// and without, in both directions of writing, on a desk and on a phone. It has
// no code besides them, and must never reach round the pages: what a test wants
// to know, it reads from what the browser shows.
package browser
