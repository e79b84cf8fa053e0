package ocfl

import (
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"

	"sanad/internal/format/filename"
)

// ErrObject is wrapped when an object's description is incomplete.
var ErrObject = errors.New("not a description of an object")

// WriteObject writes an object with one version. The sink's names are relative
// to the object root; Within puts it in its place in a storage root.
//
// Content is addressed by SHA-512, with SHA-256 as fixity. The same content
// under several logical paths is stored once. A logical path that is not fit
// for a file name everywhere, or that differs from another only in case or
// Unicode form, is stored as by-sha256/<sum>; the inventory keeps its name.
// Unsafe paths (ErrPath), a path given twice and content that is not what its
// known sum says stop the writing.
//
// The inventories come last, and their sidecars after them (E062). If
// WriteObject fails, what is in the sink has none and is no object.
func WriteObject(ctx context.Context, sink Sink, obj Object, files iter.Seq2[File, error]) (Result, error) {
	if err := checkObject(obj); err != nil {
		return Result{}, err
	}
	w := &writer{
		ctx: ctx, sink: sink, names: filename.Set{}, bySum: map[[32]byte]int{},
		chunk: make([]byte, 128<<10), sha256: sha256.New(), sha512: sha512.New(),
	}
	if err := writeDeclaration(sink, "ocfl_object_1.1"); err != nil {
		return w.result, fmt.Errorf("writing object %s: %w", obj.ID, err)
	}
	for f, err := range files {
		if err == nil {
			err = w.file(f)
		}
		if err != nil {
			return w.result, fmt.Errorf("writing object %s: %w", obj.ID, err)
		}
	}
	if err := w.inventories(obj); err != nil {
		return w.result, fmt.Errorf("writing the inventory of object %s: %w", obj.ID, err)
	}
	return w.result, nil
}

func checkObject(obj Object) error {
	why := ""
	switch {
	case !isURI(obj.ID):
		why = fmt.Sprintf("the id %q is not a URI (W005)", obj.ID)
	case obj.Created.IsZero() || obj.Created.UTC().Year() < 1 || obj.Created.UTC().Year() > 9999:
		why = "the time of creation is missing, or has no four-digit year (E049)"
	case obj.Message == "" || obj.User.Name == "":
		why = "the message or the user's name is missing (W007, E054)"
	case !isURI(obj.User.Address):
		why = fmt.Sprintf("the user's address %q is not a URI (W009)", obj.User.Address)
	default:
		return nil
	}
	return fmt.Errorf("%w: %s", ErrObject, why)
}

type writer struct {
	ctx    context.Context
	sink   Sink
	names  filename.Set // of logical paths
	files  []stored
	bySum  map[[32]byte]int // SHA-256 to place in files
	chunk  []byte
	sha256 hash.Hash
	sha512 hash.Hash
	result Result
}

// sums are the two digests of one content file.
type sums struct {
	sha256 [32]byte
	sha512 [64]byte
}

// file stores one file, or notes a further name for content that is there.
func (w *writer) file(f File) error {
	if err := checkLogical(f.Path); err != nil {
		return err
	}
	met := w.names.Add(f.Path)
	if met == filename.Taken {
		return fmt.Errorf("logical path %q: given before, or both a file and a folder (E095)", f.Path)
	}
	sum, err := w.sum(f)
	if err != nil {
		return err
	}
	i, there := w.bySum[sum]
	if !there {
		if i, err = w.store(f, sum, met == filename.Free && portable(f.Path)); err != nil {
			return err
		}
	}
	w.files[i].logical = append(w.files[i].logical, f.Path)
	w.result.Files++
	return nil
}

// sum gives the SHA-256 by which the content is known, reading it if need be.
func (w *writer) sum(f File) ([32]byte, error) {
	if f.SHA256 != [32]byte{} {
		return f.SHA256, w.ctx.Err()
	}
	got, _, err := w.copy(f, io.Discard)
	return got.sha256, err
}

// store copies content that is not in the object yet.
func (w *writer) store(f File, want [32]byte, ownName bool) (int, error) {
	content := f.Path
	if !ownName {
		content = bySum + "/" + hex.EncodeToString(want[:])
		w.result.Renamed++
	}
	out, err := w.sink.Create("v1/content/" + content)
	if err != nil {
		return 0, fmt.Errorf("creating the content file for %q: %w", f.Path, err)
	}
	got, n, err := w.copy(f, out)
	if err := errors.Join(err, out.Close()); err != nil {
		return 0, err
	}
	if got.sha256 != want {
		return 0, fmt.Errorf("the content of %q has SHA-256 %x, not %x as said before", f.Path, got.sha256, want)
	}
	w.result.Stored++
	w.result.Octets += n
	w.bySum[want] = len(w.files)
	w.files = append(w.files, stored{sha512: got.sha512, sha256: want, content: content})
	return len(w.files) - 1, nil
}

// copy reads a file once to its end, hashing it on the way to out.
func (w *writer) copy(f File, out io.Writer) (sums, int64, error) {
	in, err := f.Open()
	if err != nil {
		return sums{}, 0, fmt.Errorf("opening %q: %w", f.Path, err)
	}
	w.sha256.Reset()
	w.sha512.Reset()
	n, err := copyTo(w.ctx, io.MultiWriter(out, w.sha256, w.sha512), in, w.chunk)
	if err := errors.Join(err, in.Close()); err != nil {
		return sums{}, 0, fmt.Errorf("copying %q: %w", f.Path, err)
	}
	return sums{[32]byte(w.sha256.Sum(nil)), [64]byte(w.sha512.Sum(nil))}, n, nil
}

// copyTo copies in to out and stops between chunks when ctx ends.
func copyTo(ctx context.Context, out io.Writer, in io.Reader, chunk []byte) (int64, error) {
	var total int64
	for {
		if err := ctx.Err(); err != nil {
			return total, err
		}
		n, err := in.Read(chunk)
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

// inventories writes the inventory to its two places and then the sidecars.
func (w *writer) inventories(obj Object) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	inner, err := w.sink.Create("v1/inventory.json")
	if err != nil {
		return err
	}
	outer, err := w.sink.Create("inventory.json")
	if err != nil {
		return errors.Join(err, inner.Close())
	}
	w.sha512.Reset()
	err = newInventoryOut(io.MultiWriter(inner, outer, w.sha512)).write(obj, w.files)
	if err := errors.Join(err, inner.Close(), outer.Close()); err != nil {
		return err
	}
	w.result.SHA512 = hex.EncodeToString(w.sha512.Sum(nil))
	sidecar := w.result.SHA512 + " inventory.json\n"
	if err := writeText(w.sink, "v1/inventory.json.sha512", sidecar); err != nil {
		return err
	}
	return writeText(w.sink, "inventory.json.sha512", sidecar)
}

// writeDeclaration writes a NAMASTE file that says what a folder is.
func writeDeclaration(sink Sink, value string) error {
	return writeText(sink, "0="+value, value+"\n")
}

func writeText(sink Sink, name, text string) error {
	out, err := sink.Create(name)
	if err != nil {
		return fmt.Errorf("creating %s: %w", name, err)
	}
	_, err = io.WriteString(out, text)
	if err := errors.Join(err, out.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}
