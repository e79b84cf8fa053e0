package verify

import (
	"crypto/sha256"
	"fmt"
	"io"
	"path"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/format/dossier"
)

// files reads the manifest line by line and computes every file's sum, in
// memory that grows neither with the files nor with their sizes.
func (d *inspection) files() (manifest, sums Check) {
	form, right := tally{name: checkManifest}, tally{name: checkSums}
	count, bytes := int64(0), int64(0)
	h := &hasher{d.ctx, make([]byte, 128<<10)}
	err := d.eachManifestLine(func(l dossier.Line) error {
		if count++; count > maxFiles {
			return fmt.Errorf("names more than %d files, more than this program checks", maxFiles)
		}
		if !d.folder.vouch(l.Path) {
			form.wrong(l.Path, "is named by %s and is not here as a plain file", dossier.ManifestFile)
			return d.ctx.Err()
		}
		sum, size, err := h.file(d.fsys, l.Path)
		bytes += size
		switch {
		case err != nil:
			right.wrong(l.Path, "%v", err)
		case sum != l.Sum:
			right.wrong(l.Path, "was changed: its SHA-256 is %s, %s says %s", custody.Sum(sum), dossier.ManifestFile, custody.Sum(l.Sum))
		}
		if d.holdsEvents(l.Path) {
			d.sources = append(d.sources, l.Path)
		}
		d.sort(l, size, &right)
		return d.ctx.Err()
	})
	if err != nil {
		form.wrong(dossier.ManifestFile, "%v", err)
	}
	for _, seal := range dossier.Seals() {
		if !d.folder.vouch(seal) {
			form.wrong(seal, "is missing")
		}
	}
	return form.check("%s named, all here", counted(count, "file is", "files are")),
		right.check("%s, %d bytes, have the sums the manifest names", counted(count, "file", "files"), bytes)
}

func (d *inspection) eachManifestLine(yield func(dossier.Line) error) error {
	f, err := openPlain(d.fsys, dossier.ManifestFile)
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	in := io.TeeReader(f, sum)
	if err := dossier.ReadManifest(in, yield); err != nil {
		return err
	}
	d.manifest = custody.Sum(sum.Sum(nil))
	return nil
}

// sort notes originals and renditions, which are named by their sums.
func (d *inspection) sort(l dossier.Line, size int64, t *tally) {
	dir, name := path.Split(l.Path)
	dir = strings.TrimSuffix(dir, "/")
	if dir == dossier.CopiesDir || strings.HasPrefix(dir, dossier.CopiesDir+"/") {
		d.listed[l.Path] = true
		return
	}
	if dir != dossier.OriginalsDir && dir != dossier.RenditionsDir {
		return
	}
	sum, err := custody.ParseSum(name)
	if err != nil || sum != custody.Sum(l.Sum) {
		t.wrong(l.Path, "is not named by its SHA-256, %s", custody.Sum(l.Sum))
		return
	}
	if dir == dossier.OriginalsDir {
		d.originals[sum] = &original{bytes: size}
	} else {
		d.renditions[sum] = nil
	}
}
