// Package seal knows who can open what is sealed, and when: how a record's key
// is shared among key holders so that some of them together, and no fewer, get
// it back, and how a sealed identity is asked for, approved and opened. It must
// never see a value in clear, nor encrypt anything itself: that is done where
// the keys are.
package seal
