package flow

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/format/dossier"
	"sanad/internal/ground/fail"
)

// Built tells of a dossier that was written.
type Built struct {
	Release  string
	Case     string
	Files    int64
	Bytes    int64
	Manifest custody.Sum
	Withheld []disclosure.Withheld
	Index    int64 // entry of the release.built event
}

// BuildRelease writes the dossier of an approved release into sink: pages,
// originals, renditions, events with their proofs, and last the seal. The
// event release.built, which names every byte by the manifest's sum, is in
// the ledger before the seal is written; the caller gives the folder its name
// only after this returned without error.
func BuildRelease(ctx context.Context, a *Archive, actor guard.Actor, id string, now time.Time, opt BuildOptions, sink Sink) (Built, error) {
	if err := actor.May(guard.ToApprove); err != nil {
		return Built{}, err
	}
	b := &builder{a: a, actor: actor, sink: sink, now: now.UTC().Truncate(time.Second), out: Built{Release: id}}
	if err := numberExhibits(ctx, a, actor, opt.Prefix, b.numbered(id)); err != nil {
		return b.out, fmt.Errorf("numbering the pages of the release %s: %w", id, err)
	}
	if err := a.Book.Look(ctx, func(ctx context.Context, s State) error { return b.content(ctx, s, id, opt.Pages) }); err != nil {
		return b.out, fmt.Errorf("building the release %s: %w", id, err)
	}
	err := b.finish(ctx, id)
	return b.out, err
}

// finish records what was written, which names every byte of it, and seals it.
func (b *builder) finish(ctx context.Context, id string) error {
	w, err := b.record(ctx, id)
	if err != nil {
		return err
	}
	if err := b.a.Book.Look(ctx, func(ctx context.Context, s State) error { return b.seal(ctx, s, w) }); err != nil {
		return fmt.Errorf("sealing the release %s: %w", id, err)
	}
	return nil
}

// record records that the release was built as its manifest says, if what two people
// decided still holds.
func (b *builder) record(ctx context.Context, id string) (Written, error) {
	contents, err := keepContents(ctx, b.a, id, b.plan, b.copied())
	if err != nil {
		return Written{}, fmt.Errorf("recording the release %s: %w", id, err)
	}
	w, err := b.a.Book.Append(ctx, b.actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		if _, err := b.decided(ctx, s, id); err != nil {
			return nil, err
		}
		r, err := s.Release(ctx, id)
		if err != nil {
			return nil, err
		}
		ended, err := renewing(ctx, s, r)
		return append([]ledger.Fact{disclosure.Built{Release: id, Manifest: b.out.Manifest, Files: b.out.Files, Bytes: b.out.Bytes, Contents: contents}}, ended...), err
	})
	if err != nil {
		return w, fmt.Errorf("recording the release %s: %w", id, err)
	}
	b.out.Index = w.First
	return w, nil
}

type builder struct {
	shape disclosure.Shape
	plan  disclosure.Plan
	a     *Archive
	actor guard.Actor
	sink  Sink
	now   time.Time
	out   Built
	lines []dossier.Line
	first ledger.Checkpoint // the ledger the dossier was planned on
	shown []int64           // the entries that are disclosed, ascending
	rows  map[string]bool   // things that are rows of lists
	named map[string]string // copies whose files are called otherwise: by the file, what they are
	// kept takes an original or rendition over that lies in place already; nil where
	// none can.
	kept func(path string, sum custody.Sum) (bool, error)
}

// decided gives the plan if two people decided it and it has not changed.
func (b *builder) decided(ctx context.Context, s State, id string) (disclosure.Plan, error) {
	r, err := releaseFor(ctx, s, b.actor, id)
	if err != nil {
		return disclosure.Plan{}, err
	}
	plan, err := PlanOf(ctx, b.a, s, r, b.now)
	if err != nil {
		return plan, err
	}
	b.plan, b.shape = plan, r.Shape
	if err := r.MayBuild(plan.Sum()); err != nil {
		return plan, err
	}
	return plan, asAsked(ctx, s, r)
}

func (b *builder) content(ctx context.Context, s State, id string, pages Pages) error {
	plan, err := b.decided(ctx, s, id)
	if err != nil {
		return err
	}
	if b.shape != disclosure.Dossier {
		return fail.New(fail.Usage, "the release %s was asked for as %s and not as a dossier", id, shapeName(b.shape)).Do("files are written by sanad export FORM --release %s, a site by sanad release build", id)
	}
	b.out.Withheld = plan.Withheld
	r, err := s.Release(ctx, id)
	if err != nil {
		return err
	}
	b.out.Case = r.Case
	signed, err := s.Checkpoint(ctx)
	if err != nil {
		return err
	}
	if b.first, err = ledger.CheckpointText(signed); err != nil {
		return err
	}
	if b.shown, err = b.shownEntries(ctx, s, r, plan); err != nil {
		return err
	}
	bundle, err := b.bundle(ctx, s, r, plan)
	if err != nil {
		return err
	}
	if bundle.Copies, err = WriteCopies(ctx, b.a, s, plan, b.create); err != nil {
		return err
	}
	if err := b.exhibitList(&bundle); err != nil {
		return err
	}
	if err := pages(ctx, bundle, b.put); err != nil {
		return fmt.Errorf("drawing its pages: %w", err)
	}
	if err := b.blobs(ctx, plan); err != nil {
		return err
	}
	if err := b.events(ctx, s, plan); err != nil {
		return err
	}
	if err := b.papers(r, plan, bundle.Copies, signed); err != nil {
		return err
	}
	if err := b.vouched(ctx, s); err != nil {
		return err
	}
	return b.manifest()
}

// papers writes the small files that say what the dossier is.
func (b *builder) papers(r disclosure.Release, plan disclosure.Plan, copies []BundledCopy, signed []byte) error {
	about, err := dossier.About{Format: dossier.Format, Release: r.Requested.Release, Title: r.Title, Audience: r.Audience,
		Origin: b.first.Origin, Created: b.now}.Marshal()
	if err != nil {
		return err
	}
	return errors.Join(b.put(dossier.AboutFile, about), b.proofs(plan, copies, signed))
}

// proofs writes what was left out, the log's key, and the log it was planned on.
func (b *builder) proofs(plan disclosure.Plan, copies []BundledCopy, signed []byte) error {
	withheld, err := leftOut(plan, copies).Marshal()
	if err != nil {
		return err
	}
	return errors.Join(
		b.put(dossier.WithheldFile, withheld),
		b.put(dossier.KeyFile, []byte(b.a.Key+"\n")),
		b.put(dossier.CheckpointFile, signed))
}

// leftOut tells what a bundle does not hold, or not whole.
func leftOut(plan disclosure.Plan, copies []BundledCopy) dossier.LeftOut {
	var l dossier.LeftOut
	if !plan.Told.IsZero() {
		l.Told = plan.Told.String()
	}
	for _, w := range plan.Withheld {
		l.Withheld = append(l.Withheld, dossier.Withheld{Index: w.Index, Kind: w.Kind, Reason: w.Reason})
	}
	for _, c := range plan.Claims {
		if len(c.Closed) > 0 {
			l.InPart = append(l.InPart, dossier.InPart{Index: c.Index, Fields: c.Closed, Reason: c.Reason})
		}
	}
	for _, c := range copies {
		l.Copies = append(l.Copies, dossier.Copy{Name: c.Name, How: string(c.How), Marks: c.Marks, File: c.Path, Media: c.MediaType, Reason: c.Reason})
	}
	return l
}

// blobs copies the originals and the renditions their passages were read in.
// Every byte is checked against its sum on the way.
func (b *builder) blobs(ctx context.Context, plan disclosure.Plan) error {
	for _, item := range plan.Items {
		if err := b.copy(ctx, b.a.Originals, dossier.OriginalsDir, item); err != nil {
			return err
		}
	}
	for _, rendition := range plan.Renditions {
		if err := b.copy(ctx, b.a.Renditions, dossier.RenditionsDir, rendition); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) copy(ctx context.Context, from Blobs, dir string, sum custody.Sum) (err error) {
	if b.kept != nil {
		if kept, err := b.kept(dir+"/"+sum.String(), sum); kept || err != nil {
			return err
		}
	}
	r, err := from.Open(ctx, sum)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return b.write(dir+"/"+sum.String(), r)
}

func (b *builder) put(path string, data []byte) error { return b.write(path, bytes.NewReader(data)) }

// write puts a file into the dossier and its sum into the manifest.
func (b *builder) write(path string, r io.Reader) (err error) {
	f, err := b.create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}

func (b *builder) create(path string) (io.WriteCloser, error) {
	w, err := b.sink.Create(path)
	if err != nil {
		return nil, err
	}
	return &listed{b: b, path: path, w: w, sum: sha256.New()}, nil
}

// listed is a file whose sum goes into the manifest when it is closed.
type listed struct {
	b    *builder
	path string
	w    io.WriteCloser
	sum  hash.Hash
	size int64
}

func (l *listed) Write(p []byte) (int, error) {
	n, err := l.w.Write(p)
	l.sum.Write(p[:n])
	l.size += int64(n)
	return n, err
}

func (l *listed) Close() error {
	l.b.lines = append(l.b.lines, dossier.Line{Sum: [32]byte(l.sum.Sum(nil)), Path: l.path})
	l.b.out.Files++
	l.b.out.Bytes += l.size
	return l.w.Close()
}

func (b *builder) manifest() error {
	var text bytes.Buffer
	if err := dossier.WriteManifest(&text, b.lines); err != nil {
		return err
	}
	b.out.Manifest = sha256.Sum256(text.Bytes())
	return writeFile(b.sink, dossier.ManifestFile, text.Bytes())
}

func writeFile(sink Sink, path string, data []byte) error {
	w, err := sink.Create(path)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return errors.Join(err, w.Close())
}

// seal proves the event that names the manifest, under the checkpoint signed
// for it, and that this checkpoint goes on from the one inside.
func (b *builder) seal(ctx context.Context, s State, w Written) error {
	tree, err := s.Tree(ctx)
	if err != nil {
		return err
	}
	event, err := s.Event(ctx, b.out.Index)
	if err != nil {
		return err
	}
	shown, err := opening{}.disclose(event)
	if err != nil {
		return err
	}
	line, err := shown.Marshal()
	if err != nil {
		return err
	}
	path, err := tree.ProveInclusion(b.out.Index, w.Next)
	if err != nil {
		return err
	}
	consistency, err := tree.ProveConsistency(b.first.Size, w.Next)
	if err != nil {
		return err
	}
	proof := ledger.Proof{Index: b.out.Index, Path: path, Checkpoint: w.Checkpoint}
	return errors.Join(
		writeFile(b.sink, dossier.ReleaseFile, line),
		writeFile(b.sink, dossier.ProofFile, proof.Marshal()),
		writeFile(b.sink, dossier.ConsistencyFile, dossier.MarshalConsistency(consistency)))
}

// events writes every event the dossier rests on, opened as far as it may be,
// with its inclusion proof.
func (b *builder) events(ctx context.Context, s State, plan disclosure.Plan) error {
	tree, err := s.Tree(ctx)
	if err != nil {
		return err
	}
	out, err := b.create(dossier.EventsFile)
	if err != nil {
		return err
	}
	open := openingOf(plan)
	for _, index := range b.shown {
		line, err := open.line(ctx, s, tree, index, b.first.Size)
		if err == nil {
			_, err = out.Write(line)
		}
		if err != nil {
			return errors.Join(err, out.Close())
		}
	}
	return out.Close()
}

// decisions gives the entries by which a release was decided and built. To whom
// else it was handed and what became of it later is no reader's of a bundle.
func decisions(ctx context.Context, s State, release string) (some []int64, err error) {
	history, err := s.ReleaseHistory(ctx, release)
	for _, index := range history {
		if err != nil {
			return nil, err
		}
		var e Recorded
		if e, err = s.Event(ctx, index); err != nil {
			return nil, err
		}
		switch e.Kind {
		case disclosure.Requested{}.Kind(), disclosure.Approved{}.Kind(), disclosure.Built{}.Kind():
			some = append(some, index)
		}
	}
	return some, err
}

func (o opening) line(ctx context.Context, s State, tree *ledger.Tree, index, size int64) ([]byte, error) {
	event, err := s.Event(ctx, index)
	if err != nil {
		return nil, err
	}
	shown, err := o.disclose(event)
	if err != nil {
		return nil, err
	}
	if shown.Path, err = tree.ProveInclusion(index, size); err != nil {
		return nil, err
	}
	return shown.Marshal()
}

// disclose opens what may be shown of an event.
func (o opening) disclose(e Recorded) (ledger.Disclosure, error) {
	show, err := o.shows(e.Event)
	if err != nil {
		return ledger.Disclosure{}, err
	}
	return ledger.Disclose(e.Event, e.Secret, show)
}

func sortedIndexes(set map[int64]bool) []int64 {
	out := make([]int64, 0, len(set))
	for i := range set {
		out = append(out, i)
	}
	slices.Sort(out)
	return out
}
