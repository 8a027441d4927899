package operate

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/pipectl/pipectl/deploy"
)

// A LogClient reads what services logged. Errors are as those of a Client.
type LogClient interface {
	// LogEvents is a page of what a log group has, in the order of time:
	// FilterLogEvents.
	LogEvents(ctx context.Context, s *Stream, token string) (lines []LogLine, next string, err error)

	// Object is what an object of S3 holds, of at most so many bytes: GetObject.
	// One that is larger is cut off.
	Object(ctx context.Context, bucket, key string, most int64) ([]byte, error)

	// ClusterLogs is where an EMR cluster puts its logs, s3://bucket/prefix/, or
	// empty: DescribeCluster.
	ClusterLogs(ctx context.Context, cluster string) (string, error)

	// ContainerLogs are where the containers of an ECS task definition log to:
	// DescribeTaskDefinition. Those that log elsewhere than to CloudWatch are
	// left out.
	ContainerLogs(ctx context.Context, definition string) ([]ContainerLog, error)
}

// A LogLine is a line that was logged.
type LogLine struct {
	Time time.Time // zero where it is not known
	Text string
}

// A ContainerLog is where a container logs to.
type ContainerLog struct{ Container, Group, Prefix string }

// A Source is where logs are.
//
//sumtype:decl
type Source interface {
	// Name is how people find it.
	Name() string
	source()
}

type (
	// A Stream is a part of a log group in CloudWatch.
	Stream struct {
		Group  string
		Prefix string // of the names of streams; empty: all
		// From and To limit the time; zero: they do not.
		From, To time.Time
		Pattern  string // CloudWatch's; empty: all
		Optional bool   // that the group is not there says nothing
	}

	// A Step is one of an EMR cluster, whose logs are in S3.
	Step struct{ Cluster, ID string }

	// A Container is one of an ECS task; its name is known to the task
	// definition.
	Container struct{ Definition, Task string }

	// An Object is one of S3, compressed or not: s3://bucket/key.
	Object struct{ URI string }

	// An Inner is an execution that has logs of its own.
	Inner struct{ Execution string }
)

// Name is the group's, and what of it.
func (s *Stream) Name() string {
	if s.Prefix != "" {
		return s.Group + " " + s.Prefix
	}
	return s.Group
}

// Name is that of the step in its cluster.
func (s *Step) Name() string { return s.Cluster + " " + s.ID }

// Name is that of the task.
func (s *Container) Name() string { return s.Task }

// Name is where it is.
func (s *Object) Name() string { return s.URI }

// Name is that of the execution.
func (s *Inner) Name() string { return s.Execution }

func (*Stream) source()    {}
func (*Step) source()      {}
func (*Container) source() {}
func (*Object) source()    {}
func (*Inner) source()     {}

// A Log is what a source has.
type Log struct {
	Name string
	// Lines are the last ones, where there are more than were asked for.
	Lines []LogLine
	Cut   int // lines left out before them
	// Err says why there are none: the source is not there, mostly because
	// nothing was logged, or may not be read.
	Err error
}

// mostObject is how much is read of a log in S3, in bytes.
const mostObject = 64 << 20

// Logs reads what sources have, the last lines of each. It is an error only where
// the context ends: what cannot be read is said of the source.
func Logs(ctx context.Context, c LogClient, clock deploy.Clock, sources []Source, lines int) ([]Log, error) {
	r := &reader{c: c, clock: clock, most: lines}
	var all []Log
	for _, s := range sources {
		found, err := r.read(ctx, s)
		if ctx.Err() != nil {
			return all, ctx.Err()
		}
		if err != nil {
			found = append(found, Log{Name: s.Name(), Err: err})
		}
		all = append(all, found...)
	}
	return all, nil
}

type reader struct {
	c     LogClient
	clock deploy.Clock
	most  int
}

func (r *reader) repeat(ctx context.Context, f func() error) error {
	return deploy.Repeat(ctx, r.clock, nil, f)
}

func (r *reader) read(ctx context.Context, s Source) ([]Log, error) {
	switch s := s.(type) {
	case *Stream:
		return r.stream(ctx, s)
	case *Step:
		return r.step(ctx, s)
	case *Container:
		return r.container(ctx, s)
	case *Object:
		one, err := r.object(ctx, s.URI)
		return one, err
	case *Inner:
		return nil, nil // its history says more
	}
	panic("operate: a source of no kind")
}

func (r *reader) stream(ctx context.Context, s *Stream) ([]Log, error) {
	log := Log{Name: s.Name()}
	for token := ""; ; {
		var lines []LogLine
		var next string
		err := r.repeat(ctx, func() (err error) {
			lines, next, err = r.c.LogEvents(ctx, s, token)
			return err
		})
		if s.Optional && deploy.IsFault(err, deploy.NotFound) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		log.add(lines, r.most)
		if token = next; token == "" {
			return []Log{log}, nil
		}
	}
}

// add appends lines, and drops the first where there are too many.
func (l *Log) add(lines []LogLine, most int) {
	l.Lines = append(l.Lines, lines...)
	if over := len(l.Lines) - most; over > 0 {
		l.Lines = slices.Delete(l.Lines, 0, over)
		l.Cut += over
	}
}

// stepFiles are the logs of an EMR step, what people look at first first.
var stepFiles = []string{"stderr", "stdout", "controller", "syslog"}

var errNoLogs = errors.New("the cluster keeps no logs in S3: it has no log_uri")

// step reads the logs of a step, which EMR puts into S3 within minutes.
func (r *reader) step(ctx context.Context, s *Step) ([]Log, error) {
	var at string
	err := r.repeat(ctx, func() (err error) {
		at, err = r.c.ClusterLogs(ctx, s.Cluster)
		return err
	})
	if err != nil {
		return nil, err
	}
	if at == "" {
		return nil, errNoLogs
	}
	at = strings.Replace(at, "s3n://", "s3://", 1) // as EMR gives it of old clusters
	base := strings.TrimSuffix(at, "/") + "/" + s.Cluster + "/steps/" + s.ID + "/"
	var all []Log
	for _, file := range stepFiles {
		one, err := r.object(ctx, base+file+".gz")
		if deploy.IsFault(err, deploy.NotFound) {
			continue // not every step has each
		}
		if err != nil {
			return all, err
		}
		all = append(all, one...)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("there is nothing in %s (yet: EMR puts logs there some minutes late)", base)
	}
	return all, nil
}

func (r *reader) container(ctx context.Context, s *Container) ([]Log, error) {
	var places []ContainerLog
	err := r.repeat(ctx, func() (err error) {
		places, err = r.c.ContainerLogs(ctx, s.Definition)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(places) == 0 {
		return nil, errors.New("no container of the task logs to CloudWatch")
	}
	id := s.Task[strings.LastIndexByte(s.Task, '/')+1:]
	var all []Log
	for _, p := range places {
		stream := &Stream{Group: p.Group, Prefix: id}
		if p.Prefix != "" {
			stream.Prefix = p.Prefix + "/" + p.Container + "/" + id
		}
		one, err := r.stream(ctx, stream)
		if err != nil {
			one = []Log{{Name: stream.Name(), Err: err}}
		}
		all = append(all, one...)
	}
	return all, nil
}

func (r *reader) object(ctx context.Context, uri string) ([]Log, error) {
	bucket, key, ok := strings.Cut(strings.TrimPrefix(uri, "s3://"), "/")
	if !ok || !strings.HasPrefix(uri, "s3://") {
		return nil, fmt.Errorf("%q is no place in S3", uri)
	}
	var text []byte
	err := r.repeat(ctx, func() (err error) {
		text, err = r.c.Object(ctx, bucket, key, mostObject)
		return err
	})
	if err != nil {
		return nil, err
	}
	log := Log{Name: uri}
	if text, err = inflated(text); err != nil {
		log.Err = err // what could be read is there
	}
	var lines []LogLine
	for line := range strings.Lines(string(text)) {
		lines = append(lines, LogLine{Text: strings.TrimRight(line, "\r\n")})
	}
	log.add(lines, r.most)
	return []Log{log}, nil
}

// inflated is a text that may be compressed by gzip. What can be read of one that is
// cut off is given with the error.
func inflated(text []byte) ([]byte, error) {
	if !bytes.HasPrefix(text, []byte{0x1f, 0x8b}) {
		return text, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("the log is no gzip: %w", err)
	}
	out, err := io.ReadAll(io.LimitReader(z, mostObject))
	if err != nil {
		return out, fmt.Errorf("the log is cut off: %w", err)
	}
	return out, nil
}
