package flow

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/finding"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/format/dossier"
	"sanad/internal/ground/canon"
	"sanad/internal/ground/fail"
)

// SiteBuilt tells of a site that was written.
type SiteBuilt struct {
	Built
	Records int   // pages of people, events, places and so on
	Kept    int64 // files that are those of the build before
	Gone    int   // records that leave a tombstone
}

// BuildSite writes the site of an approved release of that shape into sink, as
// BuildRelease writes a dossier: the event that names every byte is in the ledger
// before the seal is written, and only then does the site get its place. What did
// not change since the site that stands there is taken over as it is.
func BuildSite(ctx context.Context, a *Archive, actor guard.Actor, id string, place SitePlace, now time.Time, pages SitePages, sink SiteSink) (SiteBuilt, error) {
	if err := actor.May(guard.ToApprove); err != nil {
		return SiteBuilt{}, err
	}
	if err := checkAddress(place.Address); err != nil {
		return SiteBuilt{}, err
	}
	door, err := place.door()
	if err != nil {
		return SiteBuilt{}, err
	}
	m := &siteMaker{builder: &builder{a: a, actor: actor, sink: sink, now: now.UTC().Truncate(time.Second), out: Built{Release: id}}, sink: sink, address: place.Address, door: door}
	if err := a.Book.Look(ctx, func(ctx context.Context, s State) error { return m.content(ctx, s, id, pages) }); err != nil {
		return m.made(), fmt.Errorf("building the site of the release %s: %w", id, err)
	}
	err = m.finish(ctx, id)
	return m.made(), err
}

// ShapeOf tells what is made of a release, for whoever may build it.
func ShapeOf(ctx context.Context, a *Archive, actor guard.Actor, id string) (shape disclosure.Shape, err error) {
	if err := actor.May(guard.ToApprove); err != nil {
		return "", err
	}
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		r, err := releaseFor(ctx, s, actor, id)
		shape = r.Shape
		return err
	})
	return shape, err
}

// NewSite makes of a sink in which nothing stood before one that sites are built into.
func NewSite(sink Sink) SiteSink { return newSite{sink} }

type newSite struct{ Sink }

func (newSite) Earlier(string) (io.ReadCloser, error) { return nil, fs.ErrNotExist }
func (newSite) Keep(string) (int64, error)            { return 0, fs.ErrNotExist }

func checkAddress(address string) error {
	if address == "" {
		return nil
	}
	rest, ok := strings.CutPrefix(address, "https://")
	if !ok {
		rest, ok = strings.CutPrefix(address, "http://") // an onion service has no other
	}
	if !ok || !strings.HasSuffix(address, "/") || strings.HasPrefix(rest, "/") || strings.ContainsAny(rest, " \"'<>\\?#&\x00\n\r\t") {
		return fail.New(fail.Usage, "%q is no address of a site", address).Do("give it as https://example.org/memorial/, with a slash at its end")
	}
	return nil
}

// siteMaker makes one site.
type siteMaker struct {
	*builder
	sink    SiteSink
	address string
	door    siteDoor
	press   *sitePress
	g       *siteGatherer
	site    Site
}

func (m *siteMaker) made() SiteBuilt {
	out := SiteBuilt{Built: m.out, Records: len(m.site.Cards), Gone: len(m.site.Gone)}
	if m.press != nil {
		out.Kept = m.press.kept
	}
	return out
}

func (m *siteMaker) content(ctx context.Context, s State, id string, pages SitePages) error {
	plan, err := m.decided(ctx, s, id)
	if err != nil {
		return err
	}
	r, err := s.Release(ctx, id)
	if err != nil {
		return err
	}
	if r.Shape != disclosure.Site {
		return fail.New(fail.Usage, "the release %s was asked for as %s and not as a site", id, shapeName(r.Shape)).Do("ask for one: sanad release new --shape site")
	}
	m.out.Case, m.out.Withheld = r.Case, plan.Withheld
	signed, err := s.Checkpoint(ctx)
	if err != nil {
		return err
	}
	if m.first, err = ledger.CheckpointText(signed); err != nil {
		return err
	}
	before, err := standingSite(ctx, s, m.sink)
	if err != nil {
		return err
	}
	m.press = &sitePress{b: m.builder, e: before}
	m.kept = m.press.keepBlob
	if err := m.gather(ctx, s, r, plan); err != nil {
		return err
	}
	if m.site.Copies, err = WriteCopies(ctx, m.a, s, plan, m.create); err != nil {
		return err
	}
	if err := pages(ctx, &m.site, m.press); err != nil {
		return fmt.Errorf("drawing its pages: %w", err)
	}
	steps := []func() error{
		func() error { return m.blobs(ctx, plan) },
		func() error { return m.events(ctx, s, r, plan) },
		func() error { return m.told() },
		func() error { return m.papers(r, plan, signed) },
		func() error { return m.vouched(ctx, s) },
		m.manifest,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func shapeName(s disclosure.Shape) string {
	if s == disclosure.Dossier {
		return "a dossier"
	}
	return string(s)
}

// gather makes the value that the pages are drawn from.
func (m *siteMaker) gather(ctx context.Context, s State, r disclosure.Release, plan disclosure.Plan) error {
	m.g = newSiteGatherer(s, r.Case, plan)
	if err := m.g.gather(ctx); err != nil {
		return err
	}
	m.site = Site{Release: r.Requested.Release, Title: r.Title, Audience: r.Audience, Deciders: decidersOf(r), Origin: m.first.Origin, Key: m.a.Key,
		Size: m.first.Size, Created: m.now, Address: m.address, Door: m.door, Withheld: plan.Withheld, Cards: make([]Card, len(m.g.records))}
	for i := range m.g.records {
		c, err := m.g.card(ctx, i, r.Requested.Release, m.press.e.cards)
		if err != nil {
			return err
		}
		m.site.Cards[i] = c
	}
	m.site.Record = func(ctx context.Context, at int) (SiteRecord, error) {
		claims, err := m.g.claims(ctx, m.g.records[at])
		return SiteRecord{m.site.Cards[at], claims}, err
	}
	for _, sum := range plan.Items {
		item, err := s.Item(ctx, sum)
		if err != nil {
			return err
		}
		m.site.Documents = append(m.site.Documents, SiteDocument{Item: sum, Bytes: item.Bytes, MediaType: item.MediaType})
	}
	slices.SortFunc(m.site.Documents, func(a, b SiteDocument) int { return slices.Compare(a.Item[:], b.Item[:]) })
	m.site.Document = func(ctx context.Context, at int) (BundledDocument, error) {
		return m.document(ctx, s, m.site.Documents[at].Item, m.g.shown)
	}
	if err := m.others(ctx, s, r, plan); err != nil {
		return err
	}
	return m.goneSince(plan)
}

// others gathers what is beside the records: lists, findings and a count.
func (m *siteMaker) others(ctx context.Context, s State, r disclosure.Release, plan disclosure.Plan) (err error) {
	lists, err := s.Lists(ctx, r.Case)
	if err != nil {
		return err
	}
	released, err := releasedVersions(ctx, s, r.Case, plan)
	if err != nil {
		return err
	}
	for _, l := range lists {
		if _, ok := released[version{l.List, l.Version}]; ok {
			m.site.Lists = append(m.site.Lists, SiteList{List: l})
		}
	}
	err = s.Findings(ctx, FindingFilter{Case: r.Case, After: -1}, func(f finding.Finding) error {
		if f.Standing == finding.Holds && m.g.leaves[f.Index] && m.g.leaves[f.ConfirmedAt] {
			f.Author, f.Confirmer, f.Reason, f.Recorded = "", "", "", nil // who of the staff, and their notes, stay inside
			m.site.Findings = append(m.site.Findings, f)
		}
		return nil
	})
	if err == nil {
		m.site.Counted, err = m.counted(ctx, s, r.Case, plan)
	}
	return err
}

// decidersOf gives who asked for a release and who approved this very plan: four
// eyes can be checked only if they are named.
func decidersOf(r disclosure.Release) []string {
	out := []string{r.Actor}
	for _, a := range r.Approvals {
		if a.Plan == r.Plan && a.Actor != r.Actor {
			out = append(out, a.Actor)
		}
	}
	return out
}

// events writes the disclosed events, those of a record into a file of its own, and
// the tiles that prove them.
func (m *siteMaker) events(ctx context.Context, s State, r disclosure.Release, plan disclosure.Plan) error {
	open := openingOf(plan)
	spoken := make(map[int64]bool, len(plan.Events))
	for i, record := range m.g.records {
		c := m.site.Cards[i]
		for _, index := range record.events {
			spoken[index] = true
		}
		path := dossier.RecordFile(c.ID)
		if same, err := m.press.Unchanged(path, canon.Hash("sanad/site/events/v1", c.Sum[:]), path); err != nil || same {
			if err != nil {
				return err
			}
			continue
		}
		if err := m.write(path, m.lines(ctx, s, open, record.events)); err != nil {
			return err
		}
	}
	var rest []int64
	for _, index := range plan.Events {
		if !spoken[index] {
			rest = append(rest, index)
		}
	}
	history, err := decisions(ctx, s, r.Requested.Release)
	if err != nil {
		return err
	}
	err = errors.Join(m.write(dossier.RestFile, m.lines(ctx, s, open, rest)), m.write(dossier.DecidedFile, m.lines(ctx, s, open, history)))
	if err != nil {
		return err
	}
	tree, err := s.Tree(ctx)
	if err != nil {
		return err
	}
	return ledger.SomeTiles(tree, m.first.Size, slices.Concat(plan.Events, history), func(path string, data []byte) error {
		return m.put(dossier.LogDir+"/"+path, data)
	})
}

// lines reads disclosed events, a line each.
func (m *siteMaker) lines(ctx context.Context, s State, open opening, indexes []int64) *eventLines {
	return &eventLines{next: func(index int64) ([]byte, error) {
		event, err := s.Event(ctx, index)
		if err != nil {
			return nil, err
		}
		shown, err := open.disclose(event)
		if err != nil {
			return nil, err
		}
		return shown.Marshal()
	}, left: indexes}
}

// eventLines is an io.Reader of events that are made as they are read.
type eventLines struct {
	next func(index int64) ([]byte, error)
	left []int64
	buf  bytes.Buffer
}

// Read implements io.Reader.
func (l *eventLines) Read(p []byte) (int, error) {
	for l.buf.Len() == 0 && len(l.left) > 0 {
		line, err := l.next(l.left[0])
		if err != nil {
			return 0, err
		}
		l.left = l.left[1:]
		l.buf.Write(line)
	}
	return l.buf.Read(p)
}

// told writes what the site tells of itself, for whoever reads it by machine and for
// the next build.
func (m *siteMaker) told() error {
	return errors.Join(
		putLines(m.builder, dossier.CardsFile, m.site.Cards),
		putLines(m.builder, dossier.GoneFile, m.site.Gone),
		putLines(m.builder, dossier.DrawnFile, m.press.drawn))
}

func putLines[T any](b *builder, path string, all []T) error {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	for _, v := range all {
		if err := enc.Encode(v); err != nil {
			return fmt.Errorf("writing %s: %w", path, err)
		}
	}
	return b.put(path, out.Bytes())
}

// papers writes the small files that say what the site is.
func (m *siteMaker) papers(r disclosure.Release, plan disclosure.Plan, signed []byte) error {
	about, err := dossier.SiteAbout{About: dossier.About{Format: dossier.SiteFormat, Release: r.Requested.Release, Title: r.Title, Audience: r.Audience,
		Origin: m.first.Origin, Created: m.now}, Address: m.address}.Marshal()
	if err != nil {
		return err
	}
	if err := m.put(dossier.SiteFile, about); err != nil {
		return err
	}
	return m.proofs(plan, m.site.Copies, signed)
}
