// Package claim knows who said what about whom, and exactly where. It must
// never hold a value without a passage, decide between rivals, or change a
// claim that was made: withdrawal and preference are events of their own.
package claim
