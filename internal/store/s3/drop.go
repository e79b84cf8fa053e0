package s3

import (
	"context"

	"github.com/minio/minio-go/v7"

	"sanad/internal/core/custody"
)

// Drop implements flow.Sealed. A bucket that keeps versions keeps this one too:
// it is encrypted, and named by no event.
func (b *shelf) Drop(ctx context.Context, sum custody.Sum) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	err := b.hook.Around("s3: remove", func() error {
		return b.client.RemoveObject(ctx, b.at.bucket, b.keyOf(sum), minio.RemoveObjectOptions{})
	})
	if code(err) == minio.NoSuchKey {
		return nil
	}
	return advise("removing "+sum.String(), err)
}
