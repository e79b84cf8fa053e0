package flow

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"sanad/internal/core/custody"
	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
	"sanad/internal/format/linking"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/naming"
)

// linkerVersion numbers what a model is learned by. A run of another version is
// another run, though the rows are the same.
const linkerVersion = "people/2"

// savedModel is how a model is kept: beside the calibration, which comes from
// what people decided and not from the rows.
type savedModel struct {
	Version string `json:"version"`
	// Sealed: no two rows are open, and it was learned from sealed ones. Then
	// it tells of them and is for nobody who may not see them.
	Sealed bool            `json:"sealed,omitempty"`
	Model  json.RawMessage `json:"model"`
	// Names are the groups of names that the archive had added to the
	// dictionary: what it adds later must not change what was said before.
	Names       []person.NamesGrouped `json:"names,omitempty"`
	Calibration linkage.Calibration   `json:"calibration"`
	Again       int                   `json:"again,omitempty"` // makes other bytes where the first were damaged
}

// keepOutcome keeps what linking gave. Its bytes depend on nothing but that.
func keepOutcome(ctx context.Context, a *Archive, o linking.Outcome) (custody.Sum, error) {
	return keep(ctx, a, func(w io.Writer, again int) error {
		o.Again = again
		return linking.Write(w, o)
	})
}

func saveModel(ctx context.Context, a *Archive, saved savedModel, m linkage.Model) (_ custody.Sum, err error) {
	if saved.Model, err = m.Encode(); err != nil {
		return custody.Sum{}, err
	}
	return keep(ctx, a, func(w io.Writer, again int) error {
		saved.Again = again
		return json.NewEncoder(w).Encode(saved)
	})
}

// keepTries is how often bytes are kept in another form because those of the
// same sum that are there are damaged.
const keepTries = 3

// keep puts bytes beside the renditions, under their sum, and reads them again:
// what is there under that sum already may have been damaged since. Then write
// is asked for bytes of another sum, which the number makes of it.
func keep(ctx context.Context, a *Archive, write func(w io.Writer, again int) error) (sum custody.Sum, err error) {
	for again := range keepTries {
		var buf bytes.Buffer
		if err := write(&buf, again); err != nil {
			return sum, err
		}
		kept, err := a.Renditions.Put(ctx, &buf)
		if err == nil {
			_, err = bytesOf(ctx, a, kept.Sum)
		}
		if err == nil {
			return kept.Sum, nil
		}
		if !damaged(err) || again+1 == keepTries {
			return sum, fmt.Errorf("keeping what was computed: %w", err)
		}
	}
	return sum, nil
}

// bytesOf reads what a run names, whole, which checks its sum.
func bytesOf(ctx context.Context, a *Archive, sum custody.Sum) (all []byte, err error) {
	data, err := a.Renditions.Open(ctx, sum)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	return io.ReadAll(data)
}

// outcomeOf makes the file of a result.
func outcomeOf(r *linkage.Result, g toLink) (linking.Outcome, error) {
	report, err := json.Marshal(r.Report)
	if err != nil {
		return linking.Outcome{}, fmt.Errorf("writing the report of linking: %w", err)
	}
	o := linking.Outcome{Head: linking.Head{Even: r.Even, Judged: len(g.judgements), Report: report, Odd: oddities(g.rows)}, Rows: g.rows.ids()}
	pairs := func(edges []linkage.Edge) (out []linking.Pair) {
		for _, e := range edges {
			out = append(out, linking.Pair{Left: e.Left, Right: e.Right, Bits: e.Bits, Pattern: r.Pattern(e.Left, e.Right)})
		}
		return out
	}
	o.Pairs, o.Kin = pairs(r.Pairs), pairs(r.Kin)
	for _, c := range r.Clusters {
		out := linking.Cluster{Rows: c.Rows, Weakest: c.Weakest, Cohesion: c.Cohesion, Certainty: string(c.Certainty), Bridges: pairs(c.Bridges)}
		for _, m := range c.Merges {
			out.Merges = append(out.Merges, linking.Merge{Left: m.Left[0], Right: m.Right[0], Bits: m.Bits, Weakest: m.Weakest, Judged: m.Judged})
		}
		o.Clusters = append(o.Clusters, out)
	}
	return o, nil
}

// errNoModel tells that a run has nothing for an actor: to them it is as if
// nothing was linked.
var errNoModel = errors.New("the model tells of sealed rows")

// scale is by what pairs are scored: a model, the dictionary it was learned
// with, and chances fitted to what people decided.
type scale struct {
	model       linkage.Model
	names       *naming.Groups
	calibration linkage.Calibration
}

// readModel reads the model of a run. One of another version counts as none:
// linking again makes one.
func readModel(ctx context.Context, a *Archive, run person.Linking) (by scale, err error) {
	var saved savedModel
	err = opened(ctx, a, run.Model, func(r io.Reader) error { return json.NewDecoder(r).Decode(&saved) })
	if err == nil && (saved.Sealed && run.Linked.Sealed == nil || saved.Version != linkerVersion) {
		err = errNoModel
	}
	if err != nil {
		return by, err
	}
	by.calibration = saved.Calibration
	if by.names, err = namesWith(naming.Standard(), saved.Names); err != nil {
		return by, fmt.Errorf("reading the model of the run %s: %w", run.Run, err)
	}
	by.model, err = linkage.ParseModel(saved.Model)
	return by, err
}

func readOutcome(ctx context.Context, a *Archive, sum custody.Sum) (o linking.Outcome, err error) {
	err = opened(ctx, a, sum, func(r io.Reader) error { o, err = linking.Read(r); return err })
	return o, err
}

// opened reads what a run names.
func opened(ctx context.Context, a *Archive, sum custody.Sum, read func(io.Reader) error) error {
	all, err := bytesOf(ctx, a, sum)
	if err == nil {
		err = read(bytes.NewReader(all))
	}
	if err != nil {
		return fail.New(fail.Failed, "reading what linking gave (%s): %w", sum, err).Do("link again: sanad link; what people judged is not touched")
	}
	return nil
}
