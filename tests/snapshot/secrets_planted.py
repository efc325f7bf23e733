"""A secret in each place where one may stand appears nowhere: not in a snapshot, not in a report.

Each secret is a word of its own that begins with HUSH, so that whatever leaks says which one it was. An
encrypted value is base64 and has its word written that way.
"""
import os
import re

from common import all_bytes, differences, findings, run, write

WORD = re.compile(rb"HUSH[A-Za-z0-9]*")

HOST = r"""<?xml version="1.0" encoding="utf-8"?>
<!-- before the root: Server=.;Password=HUSHprolog; -->
<configuration>
  <configSections>
    <sectionGroup name="system.applicationHost">
      <section name="applicationPools" allowDefinition="AppHostOnly" overrideModeDefault="Deny" />
      <section name="sites" allowDefinition="AppHostOnly" overrideModeDefault="Deny" />
    </sectionGroup>
    <sectionGroup name="system.webServer">
      <section name="handlers" overrideModeDefault="Allow" />
      <section name="httpProtocol" overrideModeDefault="Allow" />
      <section name="fastCgi" overrideModeDefault="Allow" />
      <section name="aspNetCore" overrideModeDefault="Allow" />
      <sectionGroup name="security"><sectionGroup name="authentication">
        <section name="anonymousAuthentication" overrideModeDefault="Allow" />
        <section name="iisClientCertificateMappingAuthentication" overrideModeDefault="Allow" />
      </sectionGroup></sectionGroup>
    </sectionGroup>
    <section name="configProtectedData" />
    <section name="contoso" />
  </configSections>
  <configProtectedData><providers>
    <add name="AesProvider" type="X" useOAEP="false" sessionKey="HUSHsession" />
    <add name="My-Provider" type="X" />
  </providers></configProtectedData>
  <system.applicationHost>
    <applicationPools>
      <add name="P"><processModel identityType="SpecificUser" userName="CONTOSO\p" password="HUSHpool" /></add>
      <add name="Q"><processModel identityType="SpecificUser" userName="CONTOSO\q"
        password="[enc:AesProvider:HUSHencrypted000:enc]" />
        <environmentVariables><add name="DB_PASSWORD" value="HUSHpoolvariable" /></environmentVariables></add>
      <add name="R"><processModel identityType="SpecificUser" userName="CONTOSO\r" password="[enc:My-Provider:HUSHencrypted111:enc]" /></add>
      <add name="T"><processModel identityType="SpecificUser" userName="CONTOSO\t" password="[enc:AesProvider:HUSHcut" /></add>
      <add name="U"><processModel identityType="SpecificUser" userName="CONTOSO\u" password="[enc:Unknown:HUSH not base64!:enc]" /></add>
    </applicationPools>
    <sites>
      <site name="S" id="1">
        <application path="/" applicationPool="P">
          <virtualDirectory path="/" physicalPath="C:\site" userName="CONTOSO\v" password="HUSHvdir" />
          <virtualDirectory path="/files" physicalPath="\\nas\files" userName="CONTOSO\v" password='HUSHvdir"quote' />
        </application>
        <application path="/broken" applicationPool="P">
          <virtualDirectory path="/" physicalPath="C:\broken" />
        </application>
        <bindings><binding protocol="http" bindingInformation="*:80:" /></bindings>
      </site>
    </sites>
  </system.applicationHost>
  <system.webServer>
    <fastCgi><application fullPath="C:\php.exe" arguments="-d x --password=HUSHargument"><environmentVariables>
      <environmentVariable name="DB_PASS" value="HUSHfastcgi" /></environmentVariables></application></fastCgi>
    <httpProtocol><customHeaders>
      <add name="Authorization" value="Basic HUSHheader" />
      <add name="X-Api-Key" value="HUSHapikeyheader" />
    </customHeaders></httpProtocol>
    <security><authentication>
      <anonymousAuthentication enabled="true" userName="CONTOSO\a" password="HUSHanonymous" />
      <iisClientCertificateMappingAuthentication enabled="true"><oneToOneMappings>
        <add enabled="true" userName="CONTOSO\m" password="HUSHmapping" certificate="MII" />
      </oneToOneMappings></iisClientCertificateMappingAuthentication>
    </authentication></security>
  </system.webServer>
  <contoso smtpPassword="HUSHcustom" apiKey="HUSHcustomkey" endpoint="amqp://u:HUSHuri@h/" clientSecret='HUSHclient'>
    <inner><password>HUSHelement</password><item accessToken="HUSHtoken" /></inner>
  </contoso>
  <!-- <processModel userName="x" password="HUSHcommented" /> <add key="ApiKey" value="HUSHcommentedkey"/>
       was: validationKey="HUSHcommentedvalidation" and connectionString="Server=.;Pwd=HUSHcommentedstring" -->
  <?note password="HUSHinstruction"?>
</configuration>
<!-- pwd=HUSHepilog -->
"""

WEB = r"""<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <configSections>
    <section name="mine" type="X, Y" />
    <section name="secureAppSettings" type="X, Y" />
  </configSections>
  <connectionStrings>
    <add name="Sql" connectionString="Server=.;Database=d;User ID=u;Password=HUSHsql;Encrypt=true" providerName="System.Data.SqlClient" />
    <add name="Quoted" connectionString="Server=.;User ID=u;Password=&quot;HUSH;HUSHquoted&quot;;Encrypt=true" />
    <add name="Open" connectionString="Server=.;User ID=u;Password=&quot;HUSHopen;Encrypt=true" />
    <add name="Single" connectionString='Server=.;User ID=u;Password="HUSHsingle";Encrypt=true' />
    <add name="Ef" connectionString="metadata=res://*/M.csdl;provider=System.Data.SqlClient;provider connection string=&quot;data source=.;user id=u;password=HUSHef;App=EF&quot;" providerName="System.Data.EntityClient" />
    <add name="Reference" connectionString="Server=.;Pass&#119;ord=HUSH&amp;HUSHreference;X=1" />
    <add name="Storage" connectionString="DefaultEndpointsProtocol=https;AccountName=a;AccountKey=HUSHstorage==;EndpointSuffix=x" />
    <add name="Bus" connectionString="Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey=HUSHbus=" />
    <add name="Redis" connectionString="host:6380,password=HUSHredis,ssl=True" />
    <add name="Mongo" connectionString="mongodb://u:HUSH@HUSHmongo@h/d" />
    <add name="Lines" connectionString="Server=.;
        Password=HUSHlines;
        Encrypt=true" />
  </connectionStrings>
  <appSettings>
    <add key="SmtpPassword" value="HUSHsetting" />
    <add key="Stripe:Secret" value="HUSHsecret" />
    <add value="HUSHorder" key="ApiKey" />
    <add key="Api&#75;ey" value="HUSHescapedkey" />
    <add key="GitHubToken" value="HUSHtoken2" />
    <add key="Jwt__SigningKey" value="HUSHjwt" />
    <add key="STRIPE_KEY" value="HUSHstripe" />
    <add key="Blob" value="https://a.blob/x?sv=1&amp;sig=HUSHsignature%3D&amp;se=2" />
    <add key="Json" value="{&quot;db&quot;: {&quot;password&quot;: &quot;HUSHjson&quot;}}" />
    <add key="Pem" value="-----BEGIN PRIVATE KEY-----HUSHpem-----END PRIVATE KEY-----" />
  </appSettings>
  <secureAppSettings configProtectionProvider="RsaProtectedConfigurationProvider">
    <EncryptedData><CipherData><CipherValue>HUSHcipher</CipherValue></CipherData></EncryptedData>
  </secureAppSettings>
  <mine><setting name="ServiceKey" serializeAs="String"><value>HUSHvalue</value></setting>
    <text>Server=.;Password=HUSHtext;</text><![CDATA[Server=.;Password=HUSHcdata;]]></mine>
  <system.web>
    <machineKey validationKey="HUSHvalidation" decryptionKey="HUSHdecryption" validation="HMACSHA256" />
    <identity impersonate="true" userName="CONTOSO\i" password="HUSHidentity" />
    <sessionState mode="SQLServer" sqlConnectionString="data source=.;user id=u;password=HUSHsession2" />
    <authentication mode="Forms"><forms><credentials passwordFormat="Clear">
      <user name="bob" password="HUSHforms" /></credentials></forms></authentication>
  </system.web>
  <system.net><mailSettings><smtp>
    <network host="h" userName="u" password="HUSHmail" /></smtp></mailSettings></system.net>
  <system.webServer>
    <aspNetCore processPath="dotnet" arguments=".\a.dll --api-key HUSHcli /password:HUSHslash">
      <environmentVariables>
        <environmentVariable name="ASPNETCORE_ENVIRONMENT" value="Development" />
        <environmentVariable name="CLIENT_SECRET" value="HUSHvariable" />
        <environmentVariable name="ConnectionStrings__Default" value="Server=.;User ID=u;Password=HUSHvariable2;Encrypt=true" />
        <environmentVariable name="AZURE_STORAGE_KEY" value="HUSHvariable3" />
      </environmentVariables>
    </aspNetCore>
    <handlers accessPolicy="Reed"><clear password="HUSHunknown" /></handlers>
  </system.webServer>
  <system.web.extensions connectionString="Server=.;Password=HUSHunknownsection" />
</configuration>
"""

FILES = {
    "applicationHost.config": HOST,
    "administration.config": '<configuration><moduleProviders/><authentication><credentials><add name="x" '
                             'password="HUSHadministration"/></credentials></authentication></configuration>',
    "redirection.config": '<configuration><configurationRedirection enabled="false" path="" userName="u" '
                          'password="HUSHredirection"/></configuration>',
    "framework/machine.config": '<configuration><system.web><processModel autoConfig="true" userName="x" '
                                'password="HUSHmachine"/></system.web>\n<connectionStrings><add name="M" '
                                'connectionString="Server=.;pwd=HUSHmachinestring"/></connectionStrings></configuration>',
    "framework/web.config": '<configuration><system.web><identity impersonate="true" userName="x" '
                            'password="HUSHrootweb"/></system.web></configuration>',
    "root/C/site/web.config": WEB,
    "root/C/site/sub/web.config": '<configuration><connectionStrings configSource="data.config"/>'
                                  '<appSettings configSource="settings.txt"/></configuration>',
    "root/C/site/sub/data.config": '<connectionStrings><add name="Sub" connectionString="Server=.;User ID=u;'
                                   'Password=HUSHsource"/></connectionStrings>',
    "root/C/site/sub/settings.txt": '<appSettings><add key="Password" value="HUSHsettings"/></appSettings>',
    # a file that is not well-formed, with the quotes and brackets in the wrong places
    "root/C/broken/web.config": '<configuration>\n<connectionStrings><add name="a" connectionString="Server=.;'
                                'Password=HUSHbroken">\n<add connectionString="Server=.;Password=&quot;HUSHbrokenopen;x\n'
                                '<machineKey validationKey="HUSHbrokenkey decryptionKey="HUSHbrokenkey2" />\n'
                                '<add key="ApiKey" value="HUSHbrokensetting\n<add value=HUSHbrokenbare key="ApiKey" />\n'
                                '<add key="ApiKey value="HUSHbrokenpair" />\n'
                                '<x password=\'HUSHbrokenquote\n<!-- password="HUSHbrokencomment"\n',
}


def decoded(data):
    """A file's bytes, and those bytes as they would be read in another encoding."""
    return data.replace(b"\0", b"")


def leaks(data):
    return sorted({word.decode() for word in WORD.findall(decoded(data))})


def plant(folder):
    planted = set()
    for name, content in FILES.items():
        write(folder, "image/" + name, content)
        planted.update(WORD.findall(content.encode("utf-8")))
    return os.path.join(folder, "image"), planted


def test_nothing_in_snapshots(program, folder):
    image, planted = plant(folder)
    if len(planted) < 75:
        return f"only {len(planted)} secrets were planted"
    for name in ("snapshot", "snapshot.zip"):
        done = run(program, folder, "snapshot", "-o", name, image)
        if done.status != 0 or done.left:
            return f"{done}, left: {done.left}"
        if leaks(done.output + done.errors):
            return f"said by snapshot: {leaks(done.output + done.errors)}"
        target = os.path.join(folder, name)
        for file, data in all_bytes(target):
            if leaks(data):
                return f"{name}: {file}: {leaks(data)}"
        names = {file.replace(os.sep, "/") for file, _ in all_bytes(target)}
        if not set(FILES) <= names:
            return f"{name} lacks {set(FILES) - names}"
    return None


def test_what_was_replaced_is_said(program, folder):
    image, _ = plant(folder)
    done = run(program, folder, "snapshot", "-o", "snapshot", image)
    output = done.output.decode("utf-8")
    for fragment in ("applicationHost.config: ", "root/C/site/sub/data.config: 1 connection string credential",
                     "root/C/site/sub/settings.txt: 1 setting", "redirection.config: 1 password",
                     "encrypted value", "secrets replaced:"):
        if fragment not in output:
            return f"{fragment!r} is not said: {output}"
    quiet = run(program, folder, "snapshot", "-q", "-o", "quiet", image)
    return None if quiet.status == 0 and not quiet.output else str(quiet)


def test_nothing_in_reports(program, folder):
    image, _ = plant(folder)
    names = ["text", "sarif"]
    formats = [f"--format={name}={os.path.join(folder, 'report.' + name)}" for name in names]
    done = run(program, folder, "check", "--show-undecided", *formats, image)
    if done.status != 1:
        return str(done)
    for data in [done.output, done.errors] + [open(os.path.join(folder, "report." + name), "rb").read()
                                              for name in names]:
        if leaks(data):
            return f"a report has {leaks(data)}"
    return None


def test_nothing_in_effective(program, folder):
    image, _ = plant(folder)
    for path in ("/", "S", "S/sub", "S/files", "S/broken"):
        for form in ("text", "xml"):
            done = run(program, folder, "effective", "--server", image, "--format", form, path)
            if done.status != 0 or leaks(done.output + done.errors):
                return f"{path} as {form}: {leaks(done.output + done.errors)} {done.status} {done.errors}"
    for section in ("system.applicationHost/applicationPools", "connectionStrings", "appSettings",
                    "system.web/machineKey", "configProtectedData", "system.webServer/aspNetCore",
                    "system.webServer/fastCgi", "system.webServer/httpProtocol"):
        done = run(program, folder, "effective", "--server", image, "S", section)
        if leaks(done.output + done.errors):
            return f"{section}: {leaks(done.output + done.errors)}"
    return None


def test_findings_are_the_same(program, folder):
    image, _ = plant(folder)
    before = findings(program, folder, image)
    for name in ("snapshot", "snapshot.zip"):
        done = run(program, folder, "snapshot", "-o", name, image)
        if done.status != 0:
            return str(done)
        problem = differences(before, findings(program, folder, os.path.join(folder, name)))
        if problem:
            return f"{name}: {problem}"
    return None


def test_nothing_in_facts(program, folder):
    """The grammar of facts refuses what looks like a secret; the refusal does not repeat it."""
    image, _ = plant(folder)
    write(image, "facts.xml", '<facts xmlns="urn:iislint:facts:1"><environment><variable name="DB_PASSWORD" '
                              'value="HUSHfact"/></environment></facts>')
    for arguments in (("check", image), ("snapshot", "-o", "snapshot", image)):
        done = run(program, folder, *arguments)
        if done.status != 3 or leaks(done.output + done.errors):
            return str(done)
    return "a snapshot is there" if os.path.exists(os.path.join(folder, "snapshot")) else None
