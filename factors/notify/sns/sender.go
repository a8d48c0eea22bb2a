package sns

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"

	"countersign/factors/notify"
)

// Deps are what New needs.
type Deps struct {
	// Client is from notify.NewOutbound. It carries the calls of SNS; where
	// credentials are looked for, at the machine's own address for one, the SDK
	// goes by itself.
	Client *http.Client
	Region string
	// Applications are the ARNs of the platform applications, by the platform
	// that channels name.
	Applications map[string]string
	// KeyID and KeySecret are an access key; empty is the SDK's own search.
	KeyID, KeySecret string
	// Endpoint replaces the region's; empty is Amazon's.
	Endpoint string
	// Keep keeps the target that was made for the device and token of m.
	Keep func(ctx context.Context, m notify.Message, target string)
	Now  func() time.Time
}

// Sender publishes messages to phones.
type Sender struct {
	client       *sns.Client
	applications map[string]string
	keep         func(ctx context.Context, m notify.Message, target string)
	now          func() time.Time
}

// New checks deps. It calls nobody: credentials are fetched for the first
// message.
func New(ctx context.Context, d Deps) (*Sender, error) {
	if d.Client == nil || d.Keep == nil || d.Now == nil || d.Region == "" || len(d.Applications) == 0 {
		return nil, errors.New("sns: Client, Region, Applications, Keep and Now are needed")
	}
	for platform, arn := range d.Applications {
		if _, err := serviceOf(arn); err != nil {
			return nil, fmt.Errorf("sns: application of %s: %w", platform, err)
		}
	}
	settings := aws.Config{Region: d.Region}
	if d.KeyID != "" {
		settings.Credentials = aws.NewCredentialsCache(credentials.NewStaticCredentialsProvider(d.KeyID, d.KeySecret, ""))
	} else {
		var err error
		if settings, err = config.LoadDefaultConfig(ctx, config.WithRegion(d.Region)); err != nil {
			return nil, fmt.Errorf("sns: look for credentials: %w", err)
		}
	}
	client := sns.NewFromConfig(settings, func(o *sns.Options) {
		o.HTTPClient, o.Retryer = d.Client, retry.NewStandard(giveUp)
		if d.Endpoint != "" {
			o.BaseEndpoint = aws.String(d.Endpoint)
		}
	})
	return &Sender{client: client, applications: d.Applications, keep: d.Keep, now: d.Now}, nil
}

// giveUp ends a call at once that would be no better the next time.
func giveUp(o *retry.StandardOptions) {
	final := retry.IsErrorRetryableFunc(func(err error) aws.Ternary {
		if errors.Is(err, notify.ErrAddress) || errors.Is(err, notify.ErrRedirect) {
			return aws.FalseTernary
		}
		return aws.UnknownTernary
	})
	o.Retryables = append([]retry.IsErrorRetryable{final}, o.Retryables...)
}

// The services behind SNS, as they stand in the ARN of an application and in the
// JSON of a message.
const (
	serviceFCM          = "GCM"
	serviceApple        = "APNS"
	serviceAppleSandbox = "APNS_SANDBOX"
)

// serviceOf reads arn:…:app/SERVICE/name.
func serviceOf(application string) (string, error) {
	parts := strings.Split(application, "/")
	if len(parts) == 3 && strings.HasPrefix(parts[0], "arn:") && strings.HasSuffix(parts[0], ":app") && parts[2] != "" {
		switch parts[1] {
		case serviceFCM, serviceApple, serviceAppleSandbox:
			return parts[1], nil
		}
	}
	return "", errors.New("it is no ARN of a platform application for FCM or Apple")
}

// Takes says whether there is an application for a platform.
func (s *Sender) Takes(platform string) bool { return s.applications[platform] != "" }

// Send publishes m to the phone's endpoint, and makes that first where the
// channel has none yet. The SDK tries again what may mend, until ctx ends.
func (s *Sender) Send(ctx context.Context, m notify.Message) (notify.Result, error) {
	application := s.applications[m.Channel.Platform]
	if application == "" {
		return notify.Failed, errors.New("no application of SNS is set up for this platform")
	}
	if m.Channel.Token == "" {
		return notify.Failed, errors.New("the channel has no token")
	}
	push, err := publication(m, application, s.now())
	if err != nil {
		return notify.Failed, err
	}
	fresh := !ownEndpoint(m.Channel.Target, application)
	target := m.Channel.Target
	if fresh {
		if target, err = s.create(ctx, application, m.Channel.Token); err != nil {
			return verdict("create an endpoint", err)
		}
		s.keep(ctx, m, target)
	}
	push.TargetArn = aws.String(target)
	_, err = s.client.Publish(ctx, push)
	if _, disabled := errors.AsType[*types.EndpointDisabledException](err); disabled && fresh {
		// It was there before, and died then. The phone has registered the token
		// since, so it is good.
		if err = s.enable(ctx, target, m.Channel.Token); err != nil {
			return verdict("enable an endpoint", err)
		}
		_, err = s.client.Publish(ctx, push)
	}
	return verdict("publish", err)
}

// create gives the endpoint of a token, the same one each time.
func (s *Sender) create(ctx context.Context, application, token string) (string, error) {
	made, err := s.client.CreatePlatformEndpoint(ctx, &sns.CreatePlatformEndpointInput{
		PlatformApplicationArn: aws.String(application), Token: aws.String(token),
	})
	if err != nil {
		return "", err
	}
	target := aws.ToString(made.EndpointArn)
	if !ownEndpoint(target, application) {
		return "", errors.New("SNS made an endpoint of another application")
	}
	return target, nil
}

func (s *Sender) enable(ctx context.Context, target, token string) error {
	_, err := s.client.SetEndpointAttributes(ctx, &sns.SetEndpointAttributesInput{
		EndpointArn: aws.String(target), Attributes: map[string]string{"Enabled": "true", "Token": token},
	})
	return err
}

// ownEndpoint says whether a target is an endpoint of the application. It is not
// where another application has been configured since.
func ownEndpoint(target, application string) bool {
	return strings.HasPrefix(target, strings.Replace(application, ":app/", ":endpoint/", 1)+"/")
}
