package flow

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/format/claimedhash"
	"sanad/internal/ground/fail"
)

// HashRequest names what claims hashes, and where the files may be that it
// speaks of.
type HashRequest struct {
	File     custody.Sum         // the item that claims
	Claims   []claimedhash.Claim // what it claims; nil: it is read
	Case     string              // only items handed over for it; "" any
	Among    []PeerFile          // only these, by these names; nil: all
	Projects []string            // names that Datashare may have hashed with the bytes
	DryRun   bool                // record nothing
}

// HashCheck is a claim and what came of it. Item is zero where the bytes are
// missing.
type HashCheck struct {
	claimedhash.Claim
	Item    custody.Sum
	Verdict claimedhash.Verdict
	Project string
}

// HashFailure is a line that claims nothing, or of whose file nobody can say
// which it is.
type HashFailure struct {
	Line   int
	Path   string
	Reason string
}

// HashesChecked sums up a check. The numbers count claims; Weak counts those that
// are equal by an algorithm for which equal files can be made.
type HashesChecked struct {
	Checked, Equal, Fault, Salted, Different, Missing, Weak int64
	New                                                     int64 // facts recorded by this check
	Results                                                 []HashCheck
	Failed                                                  []HashFailure
}

// DefaultProject is what Datashare calls a project nobody named.
const DefaultProject = "local-datashare"

// CheckHashes checks the hashes that an item in custody claims of others against
// their bytes, and records what came of each whose bytes are here. Checking again
// records nothing that is recorded. The book of a must be the book as the actor
// may know it: of what they may not know nothing is said.
func CheckHashes(ctx context.Context, a *Archive, actor guard.Actor, req HashRequest, progress Progress) (HashesChecked, error) {
	var out HashesChecked
	if err := actor.May(guard.ToClaim); err != nil {
		return out, err
	}
	if req.Claims == nil {
		wrong, err := req.read(ctx, a)
		if err != nil {
			return out, err
		}
		for _, w := range wrong {
			out.Failed = append(out.Failed, HashFailure{w.Line, "", w.Reason})
		}
	}
	c := &hashCheck{a: a, req: req, projects: append([]string{DefaultProject}, req.Projects...), named: map[string][]namedItem{}, sums: map[custody.Sum]claimedhash.Sums{}}
	if err := c.gather(ctx); err != nil {
		return out, err
	}
	for i, claimed := range req.Claims {
		got, reason, err := c.check(ctx, claimed)
		if err != nil {
			return out, err
		}
		if reason != "" {
			out.Failed = append(out.Failed, HashFailure{claimed.Line, claimed.Path, reason})
			continue
		}
		out.add(got)
		progress("checking hashes", int64(i+1), int64(len(req.Claims)))
	}
	if req.DryRun {
		return out, nil
	}
	return out, out.record(ctx, a, actor, req.File)
}

func (req *HashRequest) read(ctx context.Context, a *Archive) (wrong []claimedhash.Wrong, err error) {
	data, err := a.Originals.Open(ctx, req.File)
	if err != nil {
		return nil, fmt.Errorf("opening the file %s: %w", req.File, err)
	}
	raw, err := io.ReadAll(io.LimitReader(data, claimedhash.MaxBytes+1))
	if err = errors.Join(err, data.Close()); err != nil {
		return nil, fmt.Errorf("reading the file %s: %w", req.File, err)
	}
	if req.Claims, wrong, err = claimedhash.Parse(raw); err != nil {
		return nil, fail.New(fail.Usage, "the item %s: %w", req.File.String()[:12], err).Do("give what md5sum, sha1sum, sha256sum or sha512sum wrote, bare hashes, or a table or JSON with a path and a hash")
	}
	return wrong, nil
}

func (h *HashesChecked) add(c HashCheck) {
	h.Checked++
	switch c.Verdict {
	case claimedhash.Equal:
		h.Equal++
		if claimedhash.Weak(c.Algorithm) {
			h.Weak++
		}
	case claimedhash.Fault:
		h.Fault++
	case claimedhash.Salted:
		h.Salted++
	case claimedhash.Missing:
		h.Missing++
	default:
		h.Different++
	}
	h.Results = append(h.Results, c)
}

// hashBatch is how many facts are appended at a time.
const hashBatch = 2_000

func (h *HashesChecked) record(ctx context.Context, a *Archive, actor guard.Actor, file custody.Sum) error {
	here := slices.DeleteFunc(slices.Clone(h.Results), func(c HashCheck) bool { return c.Item.IsZero() })
	for batch := range slices.Chunk(here, hashBatch) {
		w, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) (facts []ledger.Fact, err error) {
			var coming []custody.HashClaimed
			for _, c := range batch {
				f := custody.HashClaimed{Item: c.Item, Algorithm: c.Algorithm, Claimed: c.Hex, Verdict: c.Verdict, File: file, Line: c.Line, Name: c.Path, Project: c.Project}
				known, err := s.HashClaims(ctx, c.Item)
				if err != nil {
					return nil, err
				}
				if slices.ContainsFunc(known, func(k custody.HashClaim) bool { return k.Same(f) }) || slices.ContainsFunc(coming, f.Same) {
					continue
				}
				coming, facts = append(coming, f), append(facts, f)
			}
			return facts, nil
		})
		h.New += w.Next - w.First
		if err != nil {
			return err
		}
	}
	return nil
}

// namedItem is an item by a name under which somebody handed it over.
type namedItem struct {
	sum  custody.Sum
	path []string
}

type hashCheck struct {
	a        *Archive
	req      HashRequest
	projects []string
	all      []custody.Sum // where a claim names no file
	named    map[string][]namedItem
	sums     map[custody.Sum]claimedhash.Sums
}

// splitPath parts a path of any system at its folders.
func splitPath(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '/' || r == '\\' })
}

func lastOf(path []string) string {
	if len(path) == 0 {
		return ""
	}
	return path[len(path)-1]
}

// gather finds the items that bear the names that are claimed on, and all of
// them if some claim names none.
func (c *hashCheck) gather(ctx context.Context) error {
	wanted, bare := map[string]bool{}, false
	for _, claimed := range c.req.Claims {
		wanted[lastOf(splitPath(claimed.Path))] = true
		bare = bare || claimed.Path == ""
	}
	known := map[custody.Sum]bool{}
	take := func(item custody.Sum, name string) {
		if bare && !known[item] {
			known[item] = true
			c.all = append(c.all, item)
		}
		path := splitPath(name)
		if last := lastOf(path); wanted[last] {
			c.named[last] = append(c.named[last], namedItem{item, path})
		}
	}
	for _, f := range c.req.Among {
		take(f.Item, f.Name)
	}
	if c.req.Among != nil {
		return nil
	}
	return c.a.Book.Look(ctx, func(ctx context.Context, s State) error {
		return s.Accessions(ctx, c.req.Case, func(acc custody.Accession) error {
			return s.Acquisitions(ctx, acc.ID, func(f custody.Acquired, _ int64) error {
				take(f.Item, f.Name.Text)
				return nil
			})
		})
	})
}

// candidates gives the items that a claim may speak of: those whose paths agree
// with it furthest from the end.
func (c *hashCheck) candidates(claimed claimedhash.Claim) (out []custody.Sum) {
	if claimed.Path == "" {
		return c.all
	}
	path := splitPath(claimed.Path)
	best := 0
	for _, n := range c.named[lastOf(path)] {
		agree := 0
		for agree < min(len(path), len(n.path)) && path[len(path)-1-agree] == n.path[len(n.path)-1-agree] {
			agree++
		}
		if agree > best {
			best, out = agree, nil
		}
		if agree == best && !slices.Contains(out, n.sum) {
			out = append(out, n.sum)
		}
	}
	return out
}

// check judges one claim. A reason says why nobody can.
func (c *hashCheck) check(ctx context.Context, claimed claimedhash.Claim) (out HashCheck, reason string, err error) {
	out = HashCheck{Claim: claimed, Verdict: claimedhash.Missing}
	candidates := c.candidates(claimed)
	if claimed.Algorithm == claimedhash.SHA256 { // which names the item, whatever it is called
		sum, err := custody.ParseSum(claimed.Hex)
		if err != nil {
			return out, "", err
		}
		if slices.Contains(candidates, sum) || len(candidates) == 0 {
			held := false
			err := c.a.Book.Look(ctx, func(ctx context.Context, s State) error {
				held, err = s.HasItem(ctx, sum)
				return err
			})
			if err != nil {
				return out, "", err
			}
			if held {
				out.Item, out.Verdict = sum, claimedhash.Equal
				return out, "", nil
			}
		}
	}
	for _, sum := range candidates {
		sums, err := c.sumsOf(ctx, sum)
		if err != nil {
			return out, "", err
		}
		if v, project := sums.Judge(claimed.Algorithm, claimed.Hex); v != claimedhash.Different {
			out.Item, out.Verdict, out.Project = sum, v, project
			return out, "", nil
		}
	}
	switch {
	case len(candidates) == 0, claimed.Path == "": // that no item has the hash says of none that it is wrong
		return out, "", nil
	case len(candidates) > 1:
		return out, fmt.Sprintf("%d items bear the name and none of them has this hash: nobody can say which is meant", len(candidates)), nil
	}
	out.Item, out.Verdict = candidates[0], claimedhash.Different
	return out, "", nil
}

// sumsOf hashes an item once, by all algorithms that are claimed.
func (c *hashCheck) sumsOf(ctx context.Context, sum custody.Sum) (out claimedhash.Sums, err error) {
	if out, ok := c.sums[sum]; ok {
		return out, nil
	}
	var algorithms []string
	for _, claimed := range c.req.Claims {
		if !slices.Contains(algorithms, claimed.Algorithm) {
			algorithms = append(algorithms, claimed.Algorithm)
		}
	}
	data, err := c.a.Originals.Open(ctx, sum)
	if err != nil {
		return out, fmt.Errorf("opening the item %s: %w", sum, err)
	}
	out, err = claimedhash.Read(data, algorithms, c.projects)
	if err = errors.Join(err, data.Close()); err != nil {
		return out, fmt.Errorf("hashing the item %s: %w", sum, err)
	}
	c.sums[sum] = out
	return out, nil
}
