//go:build !linux

package pdfium

import (
	"testing"

	"sanad/internal/tool/sandbox"
)

// held can't be told here.
func held(testing.TB, *sandbox.Pool) int { return 0 }
