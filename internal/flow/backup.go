package flow

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// A backup is a tar of the whole archive, the same for every database and
// store it may come from or go to:
//
//	sanad-backup.json                what it is, the signed checkpoint
//	private/NAME                     settings, keys, credentials: as app hands them in
//	originals/SHA256                 every original
//	renditions/SHA256                every rendition, and what linkings made
//	sealed/SHA256                    what strangers handed in, as it was encrypted
//	ledger/events-NNNNNNNNNNNN.jsonl events, a thousand a file, with their secrets
//	end.json                         counts: a backup without it was cut off
const (
	backupHead   = "sanad-backup.json"
	backupEnd    = "end.json"
	backupFormat = "sanad-backup/1"
	backupChunk  = 1000
	backupBytes  = 8 << 20 // a chunk is cut after this many bytes, too
)

type backupHeader struct {
	Format     string `json:"format"`
	Checkpoint []byte `json:"checkpoint"`
	Events     int64  `json:"events"`
}

// BackedUp counts what a backup holds.
type BackedUp struct {
	Events     int64 `json:"events"`
	Originals  int64 `json:"originals"`
	Renditions int64 `json:"renditions"`
	Sealed     int64 `json:"sealed,omitempty"`
	Bytes      int64 `json:"bytes"`
	// Missing names originals, renditions and sealed parts that were lost or altered when
	// the backup was made: the rest is saved all the same.
	Missing []string `json:"missing,omitempty"`
}

// backedEvent is an event as a backup keeps it.
type backedEvent struct {
	Index   int64  `json:"index"`
	Kind    string `json:"kind"`
	Version int    `json:"version"`
	Actor   string `json:"actor"`
	Time    int64  `json:"time"` // microseconds since 1970, UTC
	Body    []byte `json:"body,omitempty"`
	Secret  []byte `json:"secret,omitempty"`
	Entry   []byte `json:"entry"`
}

// Backup writes the whole archive as of one moment. Whoever can read it can
// read everything but sealed identities, and sign in the archive's name.
func Backup(ctx context.Context, a *Archive, actor guard.Actor, now time.Time, private map[string][]byte, w io.Writer, progress Progress) (BackedUp, error) {
	if err := actor.MayEverywhere(guard.ToExport); err != nil {
		return BackedUp{}, err
	}
	b := &backer{a: a, tar: tar.NewWriter(w), now: now.UTC(), progress: progress}
	if err := a.Book.Look(ctx, func(ctx context.Context, s State) error { return b.all(ctx, s, private) }); err != nil {
		return b.out, fmt.Errorf("backing up: %w", err)
	}
	return b.out, b.tar.Close()
}

type backer struct {
	a        *Archive
	tar      *tar.Writer
	now      time.Time
	progress Progress
	out      BackedUp
}

func (b *backer) all(ctx context.Context, s State, private map[string][]byte) error {
	signed, err := s.Checkpoint(ctx)
	if err != nil {
		return err
	}
	point, err := ledger.CheckpointText(signed)
	if err != nil {
		return err
	}
	if err := b.json(backupHead, backupHeader{backupFormat, signed, point.Size}); err != nil {
		return err
	}
	for name, data := range private {
		if err := b.file("private/"+name, int64(len(data)), bytes.NewReader(data)); err != nil {
			return err
		}
	}
	if err := b.blobs(ctx, s); err != nil {
		return err
	}
	if err := b.events(ctx, s, point.Size); err != nil {
		return err
	}
	return b.json(backupEnd, b.out)
}

func (b *backer) blobs(ctx context.Context, s State) error {
	total, _, err := s.CountItems(ctx, ItemFilter{})
	if err != nil {
		return err
	}
	err = s.Items(ctx, ItemFilter{After: -1}, func(i custody.Item) error {
		if b.out.Originals++; b.out.Originals%64 == 0 || b.out.Originals == total {
			b.progress("copying originals", b.out.Originals, total)
		}
		return b.blob(ctx, b.a.Originals, "originals/", i.Sum)
	})
	if err != nil {
		return err
	}
	err = eachDerived(ctx, s, func(sum custody.Sum) error {
		b.out.Renditions++
		return b.blob(ctx, b.a.Renditions, "renditions/", sum)
	})
	if err != nil {
		return err
	}
	return s.SealedParts(ctx, func(sum custody.Sum, _ int64) error {
		b.out.Sealed++
		return b.blob(ctx, b.a.Sealed, "sealed/", sum)
	})
}

func (b *backer) blob(ctx context.Context, from Blobs, dir string, sum custody.Sum) (err error) {
	size, err := from.Size(ctx, sum)
	if err == nil {
		var r io.ReadCloser
		if r, err = from.Open(ctx, sum); err == nil {
			defer func() { err = errors.Join(err, r.Close()) }()
			b.out.Bytes += size
			data := &padded{r: r, left: size}
			if err := b.file(dir+sum.String(), size, data); err != nil {
				return err
			}
			err = data.altered
		}
	}
	if damaged(err) {
		b.out.Missing = append(b.out.Missing, dir+sum.String())
		return nil
	}
	return err
}

// damaged reports whether bytes were lost or altered, which is theirs alone; a
// store that can't be read is another thing.
func damaged(err error) bool {
	var altered *custody.Altered
	return errors.Is(err, custody.ErrNotKept) || errors.As(err, &altered)
}

// padded fills up what an altered original withholds, so that the tar stays
// whole; such a file is named in the end as missing.
type padded struct {
	r       io.Reader
	left    int64
	altered error
}

func (p *padded) Read(buf []byte) (int, error) {
	if p.left == 0 && p.altered != nil {
		return 0, io.EOF
	}
	if p.altered != nil {
		n := int(min(int64(len(buf)), p.left))
		clear(buf[:n])
		p.left -= int64(n)
		return n, nil
	}
	n, err := p.r.Read(buf)
	if int64(n) > p.left {
		n = int(p.left)
	}
	p.left -= int64(n)
	if damaged(err) {
		p.altered, err = err, nil
	}
	return n, err
}

func (b *backer) events(ctx context.Context, s State, size int64) error {
	var chunk bytes.Buffer
	first := int64(0)
	put := func() error {
		if chunk.Len() == 0 {
			return nil
		}
		err := b.file(fmt.Sprintf("ledger/events-%012d.jsonl", first), int64(chunk.Len()), &chunk)
		chunk.Reset()
		first = b.out.Events
		return err
	}
	enc := json.NewEncoder(&chunk)
	err := s.Events(ctx, 0, size, func(e Recorded) error {
		line := backedEvent{e.Index, e.Kind.Name, e.Kind.Version, e.Actor, e.Time.UnixMicro(), e.Body, e.Secret[:], e.Entry}
		if len(e.Body) == 0 {
			line.Secret = nil
		}
		if err := enc.Encode(line); err != nil {
			return err
		}
		if b.out.Events++; b.out.Events%backupChunk == 0 || chunk.Len() > backupBytes {
			b.progress("copying the ledger", b.out.Events, size)
			return put()
		}
		return nil
	})
	if err != nil {
		return err
	}
	return put()
}

func (b *backer) json(name string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return b.file(name, int64(len(data)), bytes.NewReader(data))
}

func (b *backer) file(name string, size int64, r io.Reader) error {
	if err := b.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: size, ModTime: b.now, Format: tar.FormatPAX}); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	if _, err := io.Copy(b.tar, r); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}

// Restoring is where a backup goes.
type Restoring struct {
	Originals  Blobs
	Renditions Blobs
	Sealed     Blobs
	// Replace fills an empty book, see package sql.
	Replace func(ctx context.Context, signed []byte, events func(yield func(Recorded) error) error) error
}

// maxPrivate bounds a private file.
const maxPrivate = 256 << 20

// Restore reads a backup. Every byte is checked on the way: originals against
// their SHA-256, events against the tree the checkpoint was signed for.
// prepare is called with the private files once they are read, and gives
// where the rest goes.
func Restore(ctx context.Context, r io.Reader, prepare func(private map[string][]byte) (Restoring, error)) (BackedUp, error) {
	t := &restorer{tar: tar.NewReader(r), private: map[string][]byte{}}
	if err := t.run(ctx, prepare); err != nil {
		return t.out, fmt.Errorf("restoring: %w", err)
	}
	return t.out, nil
}

type restorer struct {
	tar     *tar.Reader
	head    backupHeader
	private map[string][]byte
	to      Restoring
	out     BackedUp
	next    *tar.Header
	altered []string // files whose bytes are not what their names say
}

// cutOff tells a backup that ends within a file from other troubles.
func cutOff(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fail.New(fail.Integrity, "the backup ends before its end").Do("it was cut off; use another")
	}
	return err
}

func (t *restorer) advance() (err error) {
	t.next, err = t.tar.Next()
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return cutOff(err)
	}
	if err != nil {
		return fail.New(fail.Integrity, "this is not a backup, or a damaged one: %w", err)
	}
	return nil
}

func (t *restorer) run(ctx context.Context, prepare func(map[string][]byte) (Restoring, error)) error {
	if err := t.advance(); err != nil || t.next.Name != backupHead {
		return fail.New(fail.Usage, "the file is not a Sanad backup").Do("one that is encrypted needs --identity FILE")
	}
	if err := t.readJSON(&t.head); err != nil {
		return err
	}
	if t.head.Format != backupFormat {
		return fail.New(fail.Usage, "the backup has the format %q, this Sanad reads %s", t.head.Format, backupFormat)
	}
	if err := t.privates(); err != nil {
		return err
	}
	var err error
	if t.to, err = prepare(t.private); err != nil {
		return err
	}
	if err := t.blobs(ctx); err != nil {
		return err
	}
	if err := t.to.Replace(ctx, t.head.Checkpoint, t.events); err != nil {
		return err
	}
	return t.end()
}

func (t *restorer) readJSON(v any) error {
	data, err := io.ReadAll(io.LimitReader(t.tar, maxPrivate))
	if err != nil {
		return cutOff(err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		return fail.New(fail.Integrity, "reading %s in the backup: %w", t.next.Name, err)
	}
	return nil
}

func (t *restorer) privates() error {
	for {
		if err := t.advance(); err != nil {
			return err
		}
		name, ok := strings.CutPrefix(t.next.Name, "private/")
		if !ok {
			return nil
		}
		if path.Clean("/"+name) != "/"+name {
			return fail.New(fail.Integrity, "the backup holds a file named %q", t.next.Name)
		}
		data, err := io.ReadAll(io.LimitReader(t.tar, maxPrivate))
		if err != nil {
			return cutOff(err)
		}
		t.private[name] = data
	}
}

func (t *restorer) blobs(ctx context.Context) error {
	for {
		dir, name := path.Split(t.next.Name)
		to, n := t.to.Originals, &t.out.Originals
		switch dir {
		case "originals/":
		case "renditions/":
			to, n = t.to.Renditions, &t.out.Renditions
		case "sealed/":
			to, n = t.to.Sealed, &t.out.Sealed
		default:
			return errors.Join(t.to.Originals.Settle(ctx), t.to.Renditions.Settle(ctx), t.to.Sealed.Settle(ctx))
		}
		sum, err := custody.ParseSum(name)
		if err != nil {
			return fail.New(fail.Integrity, "the backup holds a file named %q", t.next.Name)
		}
		kept, err := to.Put(ctx, t.tar)
		if err != nil {
			return cutOff(err)
		}
		if kept.Sum != sum {
			t.altered = append(t.altered, t.next.Name)
		}
		*n++
		t.out.Bytes += kept.Size
		if err := t.advance(); err != nil {
			return err
		}
	}
}

func (t *restorer) events(yield func(Recorded) error) error {
	for strings.HasPrefix(t.next.Name, "ledger/events-") {
		dec := json.NewDecoder(t.tar)
		for {
			var line backedEvent
			err := dec.Decode(&line)
			if err == io.EOF {
				break
			}
			if err != nil {
				return fail.New(fail.Integrity, "reading %s in the backup: %w", t.next.Name, err)
			}
			e := Recorded{Event: ledger.Event{Index: line.Index, Kind: ledger.Kind{Name: line.Kind, Version: line.Version},
				Actor: line.Actor, Time: time.UnixMicro(line.Time).UTC(), Body: line.Body}, Entry: line.Entry}
			copy(e.Secret[:], line.Secret)
			t.out.Events++
			if err := yield(e); err != nil {
				return err
			}
		}
		if err := t.advance(); err != nil {
			return err
		}
	}
	return nil
}

// end compares the counts: a backup that was cut off and closed neatly again
// must not pass.
func (t *restorer) end() error {
	if t.next.Name != backupEnd {
		return fail.New(fail.Integrity, "the backup holds a file it should not: %q", t.next.Name)
	}
	var want BackedUp
	if err := t.readJSON(&want); err != nil {
		return err
	}
	gone := int64(0) // named as missing and not in the file at all
	for _, name := range want.Missing {
		if !slices.Contains(t.altered, name) {
			gone++
		}
	}
	if want.Events != t.out.Events || want.Originals+want.Renditions+want.Sealed != t.out.Originals+t.out.Renditions+t.out.Sealed+gone {
		return fail.New(fail.Integrity, "the backup should hold %d events, %d originals, %d renditions and %d sealed parts, and holds %d, %d, %d and %d",
			want.Events, want.Originals, want.Renditions, want.Sealed, t.out.Events, t.out.Originals, t.out.Renditions, t.out.Sealed)
	}
	for _, name := range t.altered {
		if !slices.Contains(want.Missing, name) {
			return fail.New(fail.Integrity, "%s in the backup is altered", name).Do("use another backup")
		}
	}
	t.out.Missing = want.Missing
	return nil
}
