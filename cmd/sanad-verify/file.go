package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"sanad/verify"
)

func inFolder(dir string, check func(*os.Root) verify.Report) (verify.Report, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return verify.Report{}, err
	}
	report := check(root)
	return report, root.Close()
}

// checkFile checks a packed dossier, a proof with the files beside it, a receipt or
// a checkpoint.
func checkFile(ctx context.Context, path string, known verify.Options) (verify.Report, error) {
	if isProof(path) {
		return inFolder(filepath.Dir(path), func(root *os.Root) verify.Report {
			return verify.Proof(ctx, root.FS(), filepath.Base(path), known)
		})
	}
	if isZip(path) {
		return inZip(ctx, path, known)
	}
	text, err := readSmall(path)
	if err != nil {
		return verify.Report{}, err
	}
	return verify.Text(ctx, text, known), nil
}

// isZip tells a packed dossier by its first bytes.
func isZip(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 4)
	_, err = io.ReadFull(f, head)
	return err == nil && string(head) == "PK\x03\x04"
}

// inZip checks what a ZIP file holds without unpacking it. One that could harm who
// unpacks it fails the check.
func inZip(ctx context.Context, path string, known verify.Options) (verify.Report, error) {
	info, err := os.Stat(path)
	if err != nil {
		return verify.Report{}, err
	}
	f, err := os.Open(path)
	if err != nil {
		return verify.Report{}, err
	}
	defer f.Close()
	folder, err := verify.Zip(f, info.Size())
	if err != nil {
		return verify.Refused(filepath.Base(path), err), nil
	}
	return verify.Any(ctx, folder, known), nil
}

// isProof tells a proof, or what is proved by the file beside it, by its name.
func isProof(path string) bool {
	return strings.HasSuffix(path, ".tlog-proof") || strings.HasSuffix(path, ".json")
}

// maxSmall is the most that is read of a file that stands alone, in bytes: the
// story in an opening is the longest.
const maxSmall = 4 << 20

// readSmall reads a file that the caller names.
func readSmall(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a plain file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxSmall+1))
	if err == nil && len(data) > maxSmall {
		err = fmt.Errorf("%s is longer than %d bytes: this is no receipt, opening or checkpoint", path, maxSmall)
	}
	return data, err
}

// readShown reads what is shown of a receipt or to a tally, a policy, or roots, if it
// is named.
func readShown(what, path string) ([]byte, error) {
	if path == "" {
		return nil, nil
	}
	shown, err := readSmall(path)
	if err == nil && len(shown) == 0 {
		err = fmt.Errorf("the %s %s is empty", what, path)
	}
	return shown, err
}
