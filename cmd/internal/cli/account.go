package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/cmd/internal/view"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/aws"
)

// An accountFlags are the flags of every command that speaks to AWS. Whose account
// it is comes of AWS's standard chain; --region and --account, which all commands
// have that compile, say here which region is meant, and which account it must
// be.
type accountFlags struct {
	projectFlags
	profile  string
	endpoint string
}

func (f *accountFlags) add(cmd *cobra.Command) {
	f.projectFlags.add(cmd)
	flags := cmd.Flags()
	flags.Lookup("region").Usage = "the AWS `region`, in place of AWS_REGION or that of the profile"
	flags.Lookup("account").Usage = "the `ID` of the AWS account that the credentials have to be of"
	flags.StringVar(&f.profile, "profile", "", "take credentials and region from the `profile` of AWS's shared configuration")
	flags.StringVar(&f.endpoint, "endpoint-url", "", "call all services at this `URL`, in place of AWS_ENDPOINT_URL")
}

// open finds the account and the region, and pins them, so that what is loaded
// after it is compiled for them. Its client does not repeat calls; see
// deploy.Patient.
func (f *accountFlags) open(ctx context.Context, s Streams) (*aws.Client, deploy.Place, error) {
	if err := f.checkPlace(); err != nil {
		return nil, deploy.Place{}, err
	}
	clock := s.clock()
	client, err := aws.Open(ctx, aws.Options{
		Profile: f.profile, Region: f.region, Endpoint: f.endpoint, Finish: true, Now: clock.Now, Sleep: clock.Sleep,
	})
	if err != nil {
		return nil, deploy.Place{}, refused(err)
	}
	at, err := deploy.Patient(client, clock, func(_ int, wait time.Duration, err error) {
		view.Waiting(s.Err, wait, err)
	}).Place(ctx)
	if err != nil {
		return nil, deploy.Place{}, refused(fmt.Errorf("find out the account: %w", err))
	}
	if f.account != "" && f.account != at.Account {
		return nil, deploy.Place{}, refused(fmt.Errorf("the credentials are of account %s, and --account is %s", at.Account, f.account))
	}
	f.region, f.account = at.Region, at.Account
	return client, at, nil
}

// clock is that of the streams, or the real one.
func (s Streams) clock() deploy.Clock {
	if s.Clock != nil {
		return *s.Clock
	}
	return deploy.Clock{Now: time.Now, Sleep: sleep}
}

// sleep waits, or ends early with the context's error.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// interruptible is a context that ends when people or systems ask the process to;
// the second time they do, it ends at once. end has to be called.
func interruptible(ctx context.Context) (interrupted context.Context, end func()) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}
