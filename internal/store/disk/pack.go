package disk

import (
	"archive/zip"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"sanad/internal/format/dossier"
	"sanad/internal/ground/fail"
)

// Packed tells of a file that a folder was packed into.
type Packed struct {
	Files, Bytes int64 // that were packed
	Size         int64 // of the file
}

// Pack writes all files of a finished export into one ZIP file, which gets its name
// only when it is whole. The same folder gives the same bytes whenever it is packed
// by the same program: files stand in the order of their paths, with one time and
// no owner. Originals, copies and readings are stored as they are, so that a place
// in them can be looked up without unpacking; the rest is deflated. Memory does not
// grow with the folder; sizes beyond 4 GB are written as ZIP64.
func Pack(dir, dest string) (p Packed, err error) {
	if err := vacant(dest); err != nil {
		return p, err
	}
	names, err := packable(dir)
	if err != nil {
		return p, err
	}
	partial := dest + partialSuffix
	f, err := os.OpenFile(partial, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o644)
	if err != nil {
		return p, advise("packing into "+dest, err)
	}
	z := zip.NewWriter(f)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.DefaultCompression) })
	for _, name := range names {
		n, err := packFile(z, dir, name)
		if err != nil {
			return p, errors.Join(advise("packing "+name, err), f.Close(), os.Remove(partial))
		}
		p.Files, p.Bytes = p.Files+1, p.Bytes+n
	}
	info, err := finishPack(z, f)
	if err == nil {
		p.Size = info.Size()
		err = errors.Join(os.Rename(partial, dest), syncFolder(filepath.Dir(dest)))
	}
	if err != nil {
		return p, errors.Join(advise("packing into "+dest, err), os.Remove(partial))
	}
	return p, nil
}

func finishPack(z *zip.Writer, f *os.File) (fs.FileInfo, error) {
	err := errors.Join(z.Close(), f.Sync())
	info, statErr := f.Stat()
	return info, errors.Join(err, statErr, f.Close())
}

// packable gives the files of a folder in the order of their paths. What is no
// plain file, or has a path that no bundle has, is refused.
func packable(dir string) (names []string, err error) {
	err = filepath.WalkDir(dir, func(at string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, at)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		if !e.Type().IsRegular() {
			return fail.New(fail.Usage, "%s is no plain file", at).Do("pack a folder that this program wrote")
		}
		if err := dossier.CheckPath(name); err != nil {
			return fail.New(fail.Usage, "%s can't be packed: %w", at, err)
		}
		names = append(names, name)
		return nil
	})
	slices.Sort(names)
	if err == nil && len(names) == 0 {
		err = fail.New(fail.Usage, "%s holds no file", dir).Do("pack a folder that sanad release build wrote")
	}
	if err != nil {
		return nil, fmt.Errorf("looking at what is to be packed: %w", err)
	}
	return names, nil
}

// packedAt is the time of every file: the earliest that a ZIP file knows.
func packedAt() time.Time { return time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC) }

func packFile(z *zip.Writer, dir, name string) (n int64, err error) {
	in, err := os.Open(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: packedAt()}
	if top, _, _ := strings.Cut(name, "/"); slices.Contains([]string{dossier.OriginalsDir, dossier.RenditionsDir, dossier.CopiesDir}, top) || path.Ext(name) == ".pdf" {
		h.Method = zip.Store
	}
	h.SetMode(0o644)
	out, err := z.CreateHeader(h)
	if err != nil {
		return 0, err
	}
	return io.Copy(out, in)
}
