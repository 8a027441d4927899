package aws

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/ec2rolecreds"
	"github.com/aws/aws-sdk-go-v2/credentials/ssocreds"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/emr"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/scheduler"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	sdklogging "github.com/aws/smithy-go/logging"

	"github.com/pipectl/pipectl/deploy"
)

// Options say whose account is meant, which region of it, and where its services
// are. The zero value leaves all to AWS's standard chain: environment, shared
// configuration files, the machine's own role.
type Options struct {
	// Profile of the shared configuration; empty: AWS_PROFILE, or "default".
	Profile string

	// Region; empty: AWS_REGION, or that of the profile.
	Region string

	// Endpoint is the URL of all services; it goes before AWS_ENDPOINT_URL and
	// AWS_ENDPOINT_URL_SFN and its kin, as with AWS's own command line.
	Endpoint string

	// Timeout is how long one call may take; zero is 30 seconds.
	Timeout time.Duration

	// Finish has a call that was begun go on to its end, or its Timeout, when
	// its context ends; only those that were not begun are not made any more. So
	// it is known what a process did that was asked to end.
	Finish bool

	// Now and Sleep are the clock by which calls are held back that are too
	// many for Step Functions. Sleep ends early with the context's error. Where
	// they are nil no call is held back.
	Now   func() time.Time
	Sleep func(context.Context, time.Duration) error
}

// A Client is one account in one region. It may be used concurrently.
type Client struct {
	region string

	cloudwatch *cloudwatch.Client
	ecs        *ecs.Client
	emr        *emr.Client
	events     *eventbridge.Client
	iam        *iam.Client
	logs       *cloudwatchlogs.Client
	s3         *s3.Client
	scheduler  *scheduler.Client
	sfn        *sfn.Client
	sts        *sts.Client

	slow aws.HTTPClient // for calls that take as long as an express execution

	mu     sync.Mutex
	placed *deploy.Place // once it is known
}

var _ deploy.Client = (*Client)(nil)

const defaultTimeout = 30 * time.Second

// Open finds the configuration and the credentials. It calls no service but, for
// the latter, what the configuration says: STS, single sign-on, or that of the
// machine.
func Open(ctx context.Context, opts Options) (*Client, error) {
	timeout := opts.Timeout
	if timeout == 0 {
		timeout = defaultTimeout
	}
	load := []func(*config.LoadOptions) error{
		config.WithHTTPClient(awshttp.NewBuildableClient().WithTimeout(timeout)),
		config.WithLogger(sdklogging.Nop{}), // what went wrong is in the errors
	}
	if opts.Profile != "" {
		load = append(load, config.WithSharedConfigProfile(opts.Profile))
	}
	if opts.Region != "" {
		load = append(load, config.WithRegion(opts.Region))
	}
	cfg, err := config.LoadDefaultConfig(ctx, load...)
	if err != nil {
		return nil, fmt.Errorf("read AWS configuration: %w", err)
	}
	if cfg.Region == "" {
		return nil, errors.New("no AWS region is configured: give --region, AWS_REGION, or a profile that has one")
	}
	if !regionForm.MatchString(cfg.Region) {
		return nil, fmt.Errorf("%q is no name of an AWS region, such as eu-west-1: give --region, AWS_REGION, or a profile that has one", cfg.Region)
	}
	// Here, for an error of a service that gives credentials looks like one of
	// the service that they are for.
	if err := retrieve(ctx, cfg.Credentials); err != nil {
		return nil, err
	}
	return open(cfg, opts), nil
}

// regionForm is what can be part of the name of a host. Which regions there are is
// not known here.
var regionForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// retrieve gets credentials, which are remembered, or says what can be done to have
// some.
func retrieve(ctx context.Context, from aws.CredentialsProvider) error {
	const none = "no AWS credentials are found: give --profile, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in with `aws sso login`"
	if from == nil {
		return errors.New(none)
	}
	_, err := from.Retrieve(ctx)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("get AWS credentials: %w", ctx.Err())
	case aws.IsCredentialsProvider(from, (*ec2rolecreds.Provider)(nil)):
		// The last that the standard chain asks, which knows nothing of those
		// before. What is wrong with a machine that is none of EC2 tells nobody
		// anything.
		return errors.New(none)
	case aws.IsCredentialsProvider(from, (*ssocreds.Provider)(nil)):
		return fmt.Errorf("get AWS credentials: %w; log in with `aws sso login`", err)
	}
	return fmt.Errorf("get AWS credentials: %w", err)
}

func open(cfg aws.Config, opts Options) *Client {
	var endpoint *string
	if opts.Endpoint != "" {
		endpoint = &opts.Endpoint
	}
	// The SDK's own retries would hide from deploy that the outcome of a call is
	// not known.
	once := aws.NopRetryer{}
	cfg.HTTPClient = whole{cfg.HTTPClient}
	if opts.Finish {
		cfg.APIOptions = append(cfg.APIOptions, finish)
	}
	pace := &pace{now: opts.Now, sleep: opts.Sleep, buckets: map[string]bucket{}}
	pick := func(configured *string) *string {
		if endpoint != nil {
			return endpoint
		}
		return configured
	}
	return &Client{
		region: cfg.Region,
		slow:   whole{awshttp.NewBuildableClient().WithTimeout(mostExpress)},
		cloudwatch: cloudwatch.NewFromConfig(cfg, func(o *cloudwatch.Options) {
			o.Retryer, o.BaseEndpoint = once, pick(o.BaseEndpoint)
		}),
		ecs: ecs.NewFromConfig(cfg, func(o *ecs.Options) {
			o.Retryer, o.BaseEndpoint = once, pick(o.BaseEndpoint)
		}),
		emr: emr.NewFromConfig(cfg, func(o *emr.Options) {
			o.Retryer, o.BaseEndpoint = once, pick(o.BaseEndpoint)
		}),
		events: eventbridge.NewFromConfig(cfg, func(o *eventbridge.Options) {
			o.Retryer, o.BaseEndpoint = once, pick(o.BaseEndpoint)
		}),
		iam: iam.NewFromConfig(cfg, func(o *iam.Options) {
			o.Retryer, o.BaseEndpoint = once, pick(o.BaseEndpoint)
		}),
		logs: cloudwatchlogs.NewFromConfig(cfg, func(o *cloudwatchlogs.Options) {
			o.Retryer, o.BaseEndpoint = once, pick(o.BaseEndpoint)
		}),
		s3: s3.NewFromConfig(cfg, func(o *s3.Options) {
			o.Retryer, o.BaseEndpoint = once, pick(o.BaseEndpoint)
			// A name before a host that is an address leads nowhere.
			o.UsePathStyle = o.BaseEndpoint != nil
			o.DisableLogOutputChecksumValidationSkipped = true // logs of EMR have none
		}),
		scheduler: scheduler.NewFromConfig(cfg, func(o *scheduler.Options) {
			o.Retryer, o.BaseEndpoint = once, pick(o.BaseEndpoint)
		}),
		sfn: sfn.NewFromConfig(cfg, func(o *sfn.Options) {
			o.Retryer, o.BaseEndpoint = once, pick(o.BaseEndpoint)
			o.APIOptions = append(o.APIOptions, pace.add)
		}),
		sts: sts.NewFromConfig(cfg, func(o *sts.Options) {
			o.Retryer, o.BaseEndpoint = once, pick(o.BaseEndpoint)
		}),
	}
}

// Place asks STS once and remembers the answer.
func (c *Client) Place(ctx context.Context) (deploy.Place, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.placed != nil {
		return *c.placed, nil
	}
	out, err := c.sts.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return deploy.Place{}, faultOf(deploy.ID{}, err)
	}
	// arn:PARTITION:sts::ACCOUNT:assumed-role/…
	parts := strings.SplitN(aws.ToString(out.Arn), ":", 3)
	if len(parts) < 3 || aws.ToString(out.Account) == "" {
		return deploy.Place{}, fmt.Errorf("sts:GetCallerIdentity: the caller is %q in account %q", aws.ToString(out.Arn), aws.ToString(out.Account))
	}
	c.placed = &deploy.Place{Partition: parts[1], Region: c.region, Account: *out.Account}
	return *c.placed, nil
}

// arn of a resource in the client's place.
func (c *Client) arn(ctx context.Context, id deploy.ID) (*string, error) {
	at, err := c.Place(ctx)
	if err != nil {
		return nil, err
	}
	return aws.String(at.ARN(id)), nil
}
