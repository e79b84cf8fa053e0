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

// checkFile checks a proof with the files beside it, or a checkpoint.
func checkFile(ctx context.Context, path string, known verify.Options) (verify.Report, error) {
	name := filepath.Base(path)
	if strings.HasSuffix(name, ".tlog-proof") || strings.HasSuffix(name, ".json") {
		return inFolder(filepath.Dir(path), func(root *os.Root) verify.Report { return verify.Proof(ctx, root.FS(), name, known) })
	}
	signed, err := readSmall(path)
	if err != nil {
		return verify.Report{}, err
	}
	return verify.Checkpoint(ctx, signed, known), nil
}

// maxCheckpoint is the most that is read of a checkpoint, in bytes.
const maxCheckpoint = 1 << 20

// readSmall reads a checkpoint that the caller names.
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
	data, err := io.ReadAll(io.LimitReader(f, maxCheckpoint+1))
	if err == nil && len(data) > maxCheckpoint {
		err = fmt.Errorf("%s is longer than %d bytes: this is no checkpoint", path, maxCheckpoint)
	}
	return data, err
}
