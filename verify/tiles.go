package verify

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"

	"sanad/internal/core/ledger"
)

const (
	checkpointName = "checkpoint"
	tileWidth      = 256
	maxBundle      = tileWidth * (2 + 65535)
)

// Tiles checks an exported log, a folder as C2SP tlog-tiles lays it out with
// the log's key in a file named key. Everything is computed again from the
// entries: every tile of hashes and the signed root. Partial tiles of smaller
// sizes that an earlier export left are checked to be beginnings.
func Tiles(ctx context.Context, fsys fs.FS, opt Options) Report {
	verifier, key := keyBeside(fsys, keyName, opt)
	x := &export{ctx: ctx, fsys: fsys, folder: look(ctx, fsys), tiles: tally{name: checkTiles}, vouched: newVouched(opt)}
	x.folder.vouch(keyName)
	x.folder.vouch(checkpointName)
	t := tally{name: checkCheckpoint}
	signed, err := readFile(fsys, checkpointName, maxSmall)
	if err == nil {
		x.signed, err = openSole(signed, verifier)
	}
	if err != nil {
		t.wrong(checkpointName, "%v", err)
	}
	checks := []Check{key, t.check("the log %s of %s is signed", x.signed.Origin, counted(x.signed.Size, "entry", "entries"))}
	if err == nil {
		kept, keptErr := openKept(opt, verifier)
		x.vouched.whole = x.signed.Size
		x.vouched.point(checkpointName, signed, x.signed.Size)
		x.vouchedBeside(verifier)
		checks = append(checks, x.recompute(kept)...)
		x.compareBeside()
		checks = append(checks, x.keptCheck(opt, kept, keptErr), x.folder.check(ctx, checkpointName))
		checks = append(checks, x.vouched.checks(verifier)...)
	}
	return finish(ctx, KindTiles, verifier, checks)
}

// export is what one run knows about an exported log.
type export struct {
	ctx    context.Context
	fsys   fs.FS
	folder *folder
	signed ledger.Checkpoint
	tiles  tally

	vouched *vouched
	beside  []beside // by size
	next    int      // the first of them that the entries did not reach

	frontier ledger.Frontier
	keptRoot tlog.Hash   // of the size of the kept checkpoint, once it is reached
	levels   []tileLevel // the tile in the making at each level
	right    int64       // tiles and bundles that were right
}

type tileLevel struct {
	n      int64
	hashes []byte
}

// recompute reads bundle after bundle and builds the tree over their entries,
// in memory for one tile a level. It ends at the first bundle that can't be
// read: nothing behind it can be computed.
func (x *export) recompute(kept ledger.Checkpoint) []Check {
	x.reached()
	for n := int64(0); n*tileWidth < x.signed.Size; n++ {
		width := int(min(tileWidth, x.signed.Size-n*tileWidth))
		file := ledger.TilePath(ledger.EntriesLevel, n, width)
		entries, err := x.bundle(file, width)
		if err != nil {
			x.tiles.wrong(file, "%v", err)
			break
		}
		x.right++
		for _, entry := range entries {
			x.add(0, x.frontier.Add(entry))
			if x.frontier.Size() == kept.Size {
				x.keptRoot = x.frontier.Root()
			}
			x.reached()
		}
	}
	for level := range x.levels {
		x.compare(level)
	}
	x.leftovers()
	root := tally{name: checkRoot}
	if x.frontier.Size() != x.signed.Size || x.frontier.Root() != x.signed.Root {
		root.wrong(checkpointName, "signs another root than the %d entries of tile/%s/ make", x.frontier.Size(), ledger.EntriesLevel)
	}
	return []Check{
		x.tiles.check("%d tiles and bundles are what the entries make", x.right),
		root.check("%s make the signed root", counted(x.signed.Size, "entry", "entries")),
	}
}

func (x *export) bundle(file string, width int) ([][]byte, error) {
	if err := x.ctx.Err(); err != nil {
		return nil, err
	}
	x.folder.vouch(file)
	data, err := readFile(x.fsys, file, maxBundle)
	if err != nil {
		return nil, err
	}
	entries, err := ledger.ParseBundle(data)
	if err == nil && len(entries) != width {
		err = fmt.Errorf("holds %d entries, want %d", len(entries), width)
	}
	return entries, err
}

// add puts a hash into the tile in the making; a full tile is compared and
// its root goes up a level.
func (x *export) add(level int, hash tlog.Hash) {
	if level == len(x.levels) {
		x.levels = append(x.levels, tileLevel{})
	}
	l := &x.levels[level]
	l.hashes = append(l.hashes, hash[:]...)
	if len(l.hashes) < tileWidth*sha256.Size {
		return
	}
	x.compare(level)
	up := rootOf(l.hashes)
	l.n, l.hashes = l.n+1, l.hashes[:0]
	x.add(level+1, up)
}

func rootOf(tile []byte) tlog.Hash {
	var f []tlog.Hash
	for ; len(tile) > 0; tile = tile[sha256.Size:] {
		f = append(f, tlog.Hash(tile[:sha256.Size]))
	}
	for ; len(f) > 1; f = f[:len(f)/2] {
		for i := range len(f) / 2 {
			f[i] = tlog.NodeHash(f[2*i], f[2*i+1])
		}
	}
	return f[0]
}

// compare holds the tile in the making against its file.
func (x *export) compare(level int) {
	l := x.levels[level]
	if len(l.hashes) == 0 {
		return
	}
	file := ledger.TilePath(strconv.Itoa(level), l.n, len(l.hashes)/sha256.Size)
	x.folder.vouch(file)
	data, err := readFile(x.fsys, file, tileWidth*sha256.Size)
	if err == nil && !bytes.Equal(data, l.hashes) {
		err = fmt.Errorf("is not what the entries in tile/%s/ make", ledger.EntriesLevel)
		if level == 0 {
			err = fmt.Errorf("is not what the entries in %s make", ledger.TilePath(ledger.EntriesLevel, l.n, len(l.hashes)/sha256.Size))
		}
	}
	if err != nil {
		x.tiles.wrong(file, "%v", err)
		return
	}
	x.right++
}

func (x *export) keptCheck(opt Options, kept ledger.Checkpoint, err error) Check {
	t := tally{name: checkKept}
	switch {
	case len(opt.Checkpoint) == 0:
		return t.check("not checked: no checkpoint kept from earlier was given")
	case err != nil:
		t.wrong("the kept checkpoint", "%v", err)
	case kept.Size > x.signed.Size:
		t.wrong(checkpointName, "is of %d entries, fewer than the %d of the kept checkpoint: the log was cut short, or this copy is older", x.signed.Size, kept.Size)
	case kept.Size > x.frontier.Size():
		err = errors.New("the entries could not be read that far")
		t.wrong(checkpointName, "can't be held against the kept checkpoint: %v", err)
	case kept.Size == 0 && kept.Root != new(ledger.Frontier).Root(), kept.Size > 0 && x.keptRoot != kept.Root:
		t.wrong(checkpointName, "is of another log than the kept checkpoint: the first %d entries differ; the log was forked", kept.Size)
	}
	return t.check("the log of %d entries that was kept is the beginning of this one", kept.Size)
}
