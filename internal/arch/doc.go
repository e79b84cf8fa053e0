// Package arch knows which package stands on which floor of the house, and
// the rules of the house that the compiler does not hold. It must never ask
// another program: what a child process reads is unseen by the test cache,
// which would then go on saying "ok" after a rule is broken. It reads and
// parses the files itself.
package arch

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
)

// Fault is one rule broken in one place, said in words.
type Fault struct {
	Rule string // a word that a line of allow.txt can name
	Path string // file or package, from the module's root
	Text string // what is wrong and what to do
}

func (f Fault) String() string { return fmt.Sprintf("%s: %s [%s]", f.Path, f.Text, f.Rule) }

// Check reads the module in root and gives every fault that the allow list
// does not excuse, sorted by path. A line of the allow list that excuses
// nothing is a fault as well: it has outlived its reason.
func Check(root fs.FS, floors House, allowed []Allowance) ([]Fault, error) {
	tree, err := Read(root)
	if err != nil {
		return nil, err
	}
	var faults []Fault
	for _, rule := range []func(Tree) []Fault{
		floors.check, checkPackages, checkFiles, checkState, checkSkips, floors.checkWatched,
	} {
		faults = append(faults, rule(tree)...)
	}
	faults = excuse(faults, allowed)
	slices.SortFunc(faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Text, b.Text))
	})
	return faults, nil
}
