package bagit

import (
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"

	"sanad/internal/format/filename"
)

// ErrEmpty is given by Write when there is no payload file: a bag needs the
// folder data/, and a sink makes folders only for files.
var ErrEmpty = errors.New("a bag needs at least one payload file")

const declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

// Write writes a bag of version 1.0 with SHA-256 and SHA-512 manifests and tag
// manifests. info stands in bag-info.txt in the order given, Bagging-Date
// among it if wanted, followed by Payload-Oxum, which is counted here.
//
// Each file is read once and hashed while it is copied. Up to three files of
// the sink are open at once. Names that fold together (in case or Unicode
// form), or that some system refuses, are written and told in the result's
// warnings; unsafe paths (ErrPath), elements that cannot be written (ErrField)
// and a path given twice stop the writing.
//
// Further tag files are written behind the payload, in the order given, and stand in
// the tag manifests; a path that is the bag's own, or below data/, is refused.
//
// bagit.txt is written last. If Write fails, what is in the sink has none and
// is no bag.
func Write(ctx context.Context, sink Sink, info []Field, files iter.Seq2[File, error], tags ...TagFile) (Result, error) {
	if err := checkFields(info); err != nil {
		return Result{}, err
	}
	for _, t := range tags {
		if err := checkTagPath(t.Path); err != nil {
			return Result{}, err
		}
	}
	w := &writer{ctx: ctx, sink: sink, names: filename.Set{}, chunk: make([]byte, 128<<10), sum: newSummer()}
	if err := w.payload(files); err != nil {
		return w.result, fmt.Errorf("writing the payload of a bag: %w", err)
	}
	if err := w.tags(info, tags); err != nil {
		return w.result, fmt.Errorf("writing the tag files of a bag: %w", err)
	}
	return w.result, nil
}

type writer struct {
	ctx    context.Context
	sink   Sink
	names  filename.Set
	chunk  []byte
	sum    summer
	result Result
	tagged []tagged // tag files written, for the tag manifests
}

type tagged struct {
	name string
	sums sums
}

// sums holds the two checksums that every file of a bag gets.
type sums struct {
	sha256 [sha256.Size]byte
	sha512 [sha512.Size]byte
}

// summer computes sums over what is written to it.
type summer struct{ sha256, sha512 hash.Hash }

func newSummer() summer { return summer{sha256.New(), sha512.New()} }

func (s summer) Write(p []byte) (int, error) {
	s.sha256.Write(p)
	s.sha512.Write(p)
	return len(p), nil
}

// take gives the sums and begins anew.
func (s summer) take() sums {
	var got sums
	s.sha256.Sum(got.sha256[:0])
	s.sha512.Sum(got.sha512[:0])
	s.sha256.Reset()
	s.sha512.Reset()
	return got
}

// payload copies the files and writes the payload manifests beside them.
func (w *writer) payload(files iter.Seq2[File, error]) error {
	pair, err := w.openPair("manifest-")
	if err != nil {
		return err
	}
	for f, err := range files {
		if err == nil {
			err = w.file(f, pair)
		}
		if err != nil {
			return errors.Join(err, pair.drop())
		}
	}
	if w.result.Files == 0 {
		return errors.Join(ErrEmpty, pair.drop())
	}
	tagged, err := pair.close()
	w.tagged = append(w.tagged, tagged...)
	return err
}

func (w *writer) file(f File, pair *manifestPair) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	if err := w.admit(f.Path); err != nil {
		return err
	}
	in, err := f.Open()
	if err != nil {
		return fmt.Errorf("opening payload file %q: %w", f.Path, err)
	}
	n, err := w.copy("data/"+f.Path, in)
	if err := errors.Join(err, in.Close()); err != nil {
		return fmt.Errorf("copying payload file %q: %w", f.Path, err)
	}
	w.result.Files++
	w.result.Octets += n
	return pair.add("data/"+f.Path, w.sum.take())
}

// admit refuses a path that may not stand in the bag and warns of one that may
// not survive the way to another system.
func (w *writer) admit(p string) error {
	if err := checkPayloadPath(p); err != nil {
		return err
	}
	switch w.names.Add(p) {
	case filename.Taken:
		return fmt.Errorf("payload path %q: given before, or both a file and a folder", p)
	case filename.Collides:
		w.warn(NamesCollide, p, "another path is the same on systems that fold case or normalise Unicode")
	}
	if why := unportable(p); why != "" {
		w.warn(NameUnportable, p, why)
	}
	return nil
}

func (w *writer) warn(code Code, p, detail string) {
	if len(w.result.Warnings) >= MaxFindings {
		w.result.Unkept++
		return
	}
	w.result.Warnings = append(w.result.Warnings, Finding{code, "data/" + p, detail})
}

// copy writes one file of the sink and leaves its sums in w.sum.
func (w *writer) copy(name string, in io.Reader) (int64, error) {
	out, err := w.sink.Create(name)
	if err != nil {
		return 0, err
	}
	n, err := copyHashed(w.ctx, out, w.sum, in, w.chunk)
	return n, errors.Join(err, out.Close())
}

// copyHashed copies in to out and sum, and stops between chunks when ctx ends.
func copyHashed(ctx context.Context, out, sum io.Writer, in io.Reader, chunk []byte) (int64, error) {
	var total int64
	for {
		if err := ctx.Err(); err != nil {
			return total, err
		}
		n, err := in.Read(chunk)
		sum.Write(chunk[:n])
		if _, err := out.Write(chunk[:n]); err != nil {
			return total, err
		}
		total += int64(n)
		if err == io.EOF {
			return total, nil
		}
		if err != nil {
			return total, err
		}
	}
}

// tags writes everything outside data/ but the manifests.
func (w *writer) tags(info []Field, more []TagFile) error {
	for _, t := range more {
		if err := w.tagFile(t.Path, t.Write); err != nil {
			return err
		}
	}
	err := w.tagFile("bag-info.txt", func(out io.Writer) error {
		oxum := fmt.Sprintf("%d.%d", w.result.Octets, w.result.Files)
		return writeFields(out, append(info[:len(info):len(info)], Field{labelOxum, oxum}))
	})
	if err != nil {
		return err
	}
	w.sum.Write([]byte(declaration))
	w.tagged = append(w.tagged, tagged{"bagit.txt", w.sum.take()})
	if err := w.tagManifests(); err != nil {
		return err
	}
	return w.tagFile("bagit.txt", func(out io.Writer) error {
		_, err := io.WriteString(out, declaration)
		return err
	})
}

// tagFile writes one tag file and notes its sums.
func (w *writer) tagFile(name string, write func(io.Writer) error) error {
	f, err := w.openTag(name)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		return errors.Join(err, f.out.Close())
	}
	sums, err := f.close()
	w.tagged = append(w.tagged, tagged{name, sums})
	return err
}

func (w *writer) tagManifests() error {
	pair, err := w.openPair("tagmanifest-")
	if err != nil {
		return err
	}
	for _, t := range w.tagged {
		if err := pair.add(t.name, t.sums); err != nil {
			return errors.Join(err, pair.drop())
		}
	}
	_, err = pair.close()
	return err
}
