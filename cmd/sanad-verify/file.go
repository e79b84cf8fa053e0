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

// checkFile checks a proof with the files beside it, a receipt or a checkpoint.
func checkFile(ctx context.Context, path string, known verify.Options) (verify.Report, error) {
	if isProof(path) {
		return inFolder(filepath.Dir(path), func(root *os.Root) verify.Report {
			return verify.Proof(ctx, root.FS(), filepath.Base(path), known)
		})
	}
	text, err := readSmall(path)
	if err != nil {
		return verify.Report{}, err
	}
	return verify.Text(ctx, text, known), nil
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
