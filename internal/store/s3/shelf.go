package s3

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"

	"sanad/internal/core/custody"
	"sanad/internal/flow"
)

// algorithm names the sum in every key, so that another may stand beside it.
const algorithm = "sha256"

// shelf is the part of a place that holds bytes under their sums.
type shelf struct {
	*Store
	name string
}

var _ flow.Blobs = (*shelf)(nil)

func (b *shelf) keyOf(sum custody.Sum) string {
	hex := sum.String()
	return b.key(b.name, algorithm, hex[:2], hex[2:4], hex)
}

// Settle implements flow.Blobs. A put is settled when the server has answered.
func (b *shelf) Settle(ctx context.Context) error { return ctx.Err() }

// Size implements flow.Blobs.
func (b *shelf) Size(ctx context.Context, sum custody.Sum) (int64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	info, err := b.client.StatObject(ctx, b.at.bucket, b.keyOf(sum), minio.StatObjectOptions{})
	if err != nil {
		return 0, b.missing(ctx, sum, err)
	}
	return info.Size, nil
}

// Open implements flow.Blobs. The reader withholds the last bytes of an
// altered item, so that nobody ends up with all of it.
func (b *shelf) Open(ctx context.Context, sum custody.Sum) (io.ReadCloser, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	body, info, _, err := b.core.GetObject(ctx, b.at.bucket, b.keyOf(sum), minio.GetObjectOptions{})
	if err != nil {
		return nil, b.missing(ctx, sum, err)
	}
	return newChecked(body, sum, info.Size), nil
}

// missing turns a server's answer that there is no such key, and no other
// failure, into custody.ErrNotKept. The answer to a question for the size does
// not tell a missing key from a missing bucket, so the bucket is asked for.
func (b *shelf) missing(ctx context.Context, sum custody.Sum, err error) error {
	if code(err) != minio.NoSuchKey {
		return advise("looking for "+sum.String(), err)
	}
	if err := b.checkBucket(ctx); err != nil {
		return err
	}
	return fmt.Errorf("%s: %w", sum, custody.ErrNotKept)
}

// List implements flow.Blobs. It holds one page of the server's list at a time.
// Keys that are not those of items are passed over.
func (b *shelf) List(ctx context.Context, yield func(custody.Sum, int64) error) error {
	return b.each(ctx, func(sum custody.Sum, object minio.ObjectInfo) error { return yield(sum, object.Size) })
}

// Old implements flow.Sealed, by the server's clock.
func (b *shelf) Old(ctx context.Context, before time.Time, yield func(custody.Sum, int64) error) error {
	return b.each(ctx, func(sum custody.Sum, object minio.ObjectInfo) error {
		if object.LastModified.After(before) {
			return nil
		}
		return yield(sum, object.Size)
	})
}

func (b *shelf) each(ctx context.Context, yield func(custody.Sum, minio.ObjectInfo) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // ends the list when yield does
	var last custody.Sum
	first, prefix := true, b.key(b.name, algorithm)+"/"
	for object := range b.client.ListObjectsIter(ctx, b.at.bucket, minio.ListObjectsOptions{Prefix: prefix, Recursive: true}) {
		if err := errors.Join(object.Err, ctx.Err()); err != nil {
			return advise("listing the bucket "+b.at.bucket, err)
		}
		sum, err := custody.ParseSum(object.Key[strings.LastIndexByte(object.Key, '/')+1:])
		if err != nil || object.Key != b.keyOf(sum) {
			continue
		}
		if !first && bytes.Compare(last[:], sum[:]) >= 0 {
			return fmt.Errorf("listing the bucket %s: the server gave %s after %s: it does not list in order, so it cannot hold an archive", b.at.bucket, sum, last)
		}
		first, last = false, sum
		if err := yield(sum, object); err != nil {
			return err
		}
	}
	return ctx.Err()
}
