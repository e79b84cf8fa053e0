// Package steady knows the few functions of analysis that estimates are made
// of, and gives the same bits for them on every machine. It must never call
// the functions of package math that are written in assembly on some machines
// (Exp, Log), and never leave a product beside a sum without a conversion
// between them: the language lets a compiler fuse the two into one rounding,
// and some machines' compilers do. An explicit float64(a*b) forbids it.
package steady
