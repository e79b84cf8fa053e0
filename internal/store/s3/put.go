package s3

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/minio/minio-go/v7"

	"sanad/internal/core/custody"
	"sanad/internal/flow"
)

// Put implements flow.Blobs. Bytes that are there already are not sent again:
// an object of the right size under the sum is taken for them; sanad verify is
// what reads all. An object of another size is an error that unwraps to
// *custody.Altered: to put the good bytes in its place would hide the damage.
func (b *shelf) Put(ctx context.Context, r io.Reader) (flow.Kept, error) {
	if err := ctx.Err(); err != nil {
		return flow.Kept{}, err
	}
	held, err := b.spool(ctx, r)
	if err != nil {
		return flow.Kept{}, err
	}
	defer held.drop()
	kept := flow.Kept{Sum: held.sum, Size: held.size}
	if kept.Existed, err = b.inPlace(ctx, kept); kept.Existed {
		return kept, nil
	}
	if err == nil {
		kept.Existed, err = b.send(ctx, held)
	}
	if err != nil {
		return flow.Kept{}, err
	}
	there, err := b.inPlace(ctx, kept)
	if err == nil && !there {
		err = errors.New("it is not there")
	}
	if err != nil {
		return flow.Kept{}, fmt.Errorf("the server took %s and does not have it whole: %w", kept.Sum, err)
	}
	return kept, nil
}

// inPlace looks whether the item is there, whole by its size. A bucket that is
// gone counts as an item that is not there: to put it will fail.
func (b *shelf) inPlace(ctx context.Context, kept flow.Kept) (bool, error) {
	info, err := b.client.StatObject(ctx, b.at.bucket, b.keyOf(kept.Sum), minio.StatObjectOptions{})
	switch {
	case code(err) == minio.NoSuchKey:
		return false, nil
	case err != nil:
		return false, advise("looking for "+kept.Sum.String(), err)
	case info.Size != kept.Size:
		return false, &damaged{
			what:    fmt.Sprintf("%s is %d bytes long where the item has %d", b.keyOf(kept.Sum), info.Size, kept.Size),
			altered: &custody.Altered{Want: kept.Sum},
		}
	}
	return true, nil
}

// send puts the bytes where nothing is. It tells that something is there when
// another was faster, or when an answer was lost and the request repeated.
func (b *shelf) send(ctx context.Context, held *spooled) (existed bool, err error) {
	err = b.hook.Around("s3: put", func() error {
		err := b.sendOnce(ctx, held, !b.overwrites.Load())
		if code(err) == minio.NotImplemented {
			b.overwrites.Store(true)
			err = b.sendOnce(ctx, held, false)
		}
		return err
	})
	switch code(err) {
	case minio.PreconditionFailed, "ConditionalRequestConflict":
		return true, nil // the last look at its size decides
	}
	return false, advise("putting "+held.sum.String(), err)
}

func (b *shelf) sendOnce(ctx context.Context, held *spooled, onlyNew bool) error {
	opt := minio.PutObjectOptions{ContentType: "application/octet-stream"}
	if onlyNew {
		opt.SetMatchETagExcept("*")
	}
	_, err := b.client.PutObject(ctx, b.at.bucket, b.keyOf(held.sum), held.reader(), held.size, opt)
	return err
}

// damaged says that what lies in the place of an item cannot be the item. It
// unwraps to a *custody.Altered whose Got is zero, for nothing was hashed.
type damaged struct {
	what    string
	altered *custody.Altered
}

func (d *damaged) Error() string {
	return d.what + ", so it is not the item; it was left as it is: run sanad verify, and restore it from a copy"
}

func (d *damaged) Unwrap() error { return d.altered }
