package cli

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/signal"
	"regexp"
	"sync"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/asl/engine/endpoint"
	"github.com/pipectl/pipectl/cmd/internal/pipetest"
)

type localOptions struct {
	addr            string
	remote          bool
	mocks, s3       string
	account, region string
	realTime        bool
	seed            uint64
}

func newLocal(s Streams) *cobra.Command {
	var o localOptions
	cmd := &cobra.Command{
		Use:   "local",
		Short: "Serve Step Functions on this machine",
		Long: `Serves the local engine as a Step Functions endpoint, for any AWS SDK and for
the AWS command line: state machines, versions and aliases, executions and their
histories, callbacks, activities, Map Runs and TestState. All is in memory, and
gone when it ends (interrupt it). No service is called: Tasks are answered by
mocks, other users of the endpoint, or executions that it starts itself.

Its URL is written to the standard output; let AWS_ENDPOINT_URL_SFN be that.

Waits, retries and what mocks take cost no time, unless --real-time is given. A
Task with .waitForTaskToken that has no mock, and one of an activity, waits until
somebody sends its token; the standard error tells whose.

Mocks go by the names of states: those of the first test of a *.pipetest.hcl, or
JSON, {"NAME": [{"output": ...} | {"error": "...", "cause": "..."}, ...]}, each
entry with "times" and "takes" if wanted; the last entry of a name repeats, and
those of "*" are for every name. Each execution begins with all of them.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return runLocal(ctx, s, o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.addr, "addr", "127.0.0.1:8083", "the address to serve at; port 0 is any that is free")
	f.BoolVar(&o.remote, "allow-remote", false, "let the address be one that other machines reach; nothing asks them who they are")
	f.StringVar(&o.mocks, "mocks", "", "take answers from a `file`: the first test of a *.pipetest.hcl, or JSON")
	f.StringVar(&o.s3, "s3", "", "a `directory` that stands for S3 in distributed Maps, with a directory for each bucket")
	f.StringVar(&o.account, "account", "123456789012", "the account in ARNs")
	f.StringVar(&o.region, "region", "us-east-1", "the region in ARNs")
	f.BoolVar(&o.realTime, "real-time", false, "let waits, retries and mocks take the time they say")
	f.Uint64Var(&o.seed, "seed", 0, "of what is random: routing of aliases, jitter, UUIDs")
	return cmd
}

var (
	accountForm = regexp.MustCompile(`^[0-9]{12}$`)
	regionForm  = regexp.MustCompile(`^[a-z]{2,}(-[a-z]+)+-[0-9]$`)
)

func runLocal(ctx context.Context, s Streams, o localOptions) error {
	if !accountForm.MatchString(o.account) {
		return usage("an account has 12 digits, not %q", o.account)
	}
	if !regionForm.MatchString(o.region) {
		return usage("no region: %q", o.region)
	}
	if err := o.checkAddr(); err != nil {
		return err
	}
	var line sync.Mutex // executions that run at a time tell one after the other
	opts := endpoint.Options{
		Account: o.account, Region: o.region, RealTime: o.realTime, Seed: o.seed, AnyHost: o.remote,
		Waiting: func(arn, state, token string) {
			line.Lock()
			defer line.Unlock()
			fmt.Fprintf(s.Err, "Waits for a callback: state %q of %s, with the token %s\n", state, arn, token)
		},
	}
	var mocked pipetest.Options
	if err := (runOptions{mocks: o.mocks}).readMocks(s, &mocked, nil, nil); err != nil {
		return err
	}
	opts.Mock = func() endpoint.Mock { return mocked.Mocks.Begin() }
	if o.s3 != "" {
		if !isDir(o.s3) {
			return usage("no such directory %q", o.s3)
		}
		opts.Store = engine.DirStore(o.s3)
	}
	l, err := net.Listen("tcp", o.addr)
	if err != nil {
		return refused(err)
	}
	fmt.Fprintf(s.Out, "http://%s\n", l.Addr())
	fmt.Fprintln(s.Err, "Step Functions is served; interrupt to end it.")
	if err := endpoint.Serve(ctx, l, endpoint.New(opts)); err != nil {
		return refused(err)
	}
	fmt.Fprintln(s.Err, "Ended; all state machines and executions are gone.")
	return nil
}

// checkAddr sees to it that other machines reach the endpoint only where that
// was asked for.
func (o localOptions) checkAddr() error {
	host, _, err := net.SplitHostPort(o.addr)
	if err != nil {
		return usage("an address is HOST:PORT, not %q", o.addr)
	}
	if o.remote || host == "localhost" || net.ParseIP(host).IsLoopback() {
		return nil
	}
	return usage("other machines may reach %q: give --allow-remote if they shall", o.addr)
}
