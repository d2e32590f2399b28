# Sends one request with Perl's Authen::Radius. Standard input is JSON: server, port, secret, signed, timeoutSec,
# code (1 or 4), dictionary, attributes as pairs of name and value, bytes as '0x…'. Standard output is JSON: code and attributes, or error.
use strict;
use warnings;
use Authen::Radius;
use JSON::PP;

my $asked = decode_json(do { local $/; <STDIN> });
# Bytes from here on: a text that Perl keeps as characters would change what is signed.
utf8::encode($asked->{secret});
Authen::Radius->load_dictionary($asked->{dictionary});
my $radius = Authen::Radius->new(
    Host               => "$asked->{server}:$asked->{port}",
    Secret             => $asked->{secret},
    Rfc3579MessageAuth => $asked->{signed},
    TimeOut            => $asked->{timeoutSec},
);
for my $pair (@{ $asked->{attributes} }) {
    my ($name, $value) = @$pair;
    utf8::encode($value);
    $value = pack('H*', $1) if $value =~ /^0x([0-9a-f]*)$/;
    $radius->add_attributes({ Name => $name, Value => $value });
}
$radius->send_packet($asked->{code});
my $code = $radius->recv_packet(1);
if (!defined $code) {
    print encode_json({ error => Authen::Radius::strerror() });
    exit;
}
my @attributes = map { [ $_->{Name}, "" . ($_->{Value} // '') ] } $radius->get_attributes();
print encode_json({ code => $code, attributes => \@attributes });
