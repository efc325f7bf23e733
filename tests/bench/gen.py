#!/usr/bin/env python3
"""Writes the applicationHost.config of a healthy server with many sites.

    gen.py SITES >applicationHost.config

The sections of the stock server, and for each site: an application pool, two applications, two virtual directories, two
bindings and a <location> tag. Nine in ten sites let everybody in, one uses Windows authentication. The
same number always gives the same bytes.
"""
import os
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
STOCK = os.path.join(TOP, "rules", "stock", "iis10-aspnet.xml")

POOL = """      <add name="{site}" autoStart="true" startMode="{start}" managedRuntimeVersion="v4.0">
        <processModel identityType="ApplicationPoolIdentity" loadUserProfile="true" setProfileEnvironment="true" idleTimeout="00:{idle:02}:00" />
        <recycling logEventOnRecycle="Time, Requests, Schedule, Memory, IsapiUnhealthy, OnDemand, ConfigChange, PrivateMemory">
          <periodicRestart time="1.05:00:00" privateMemory="{memory}" />
        </recycling>
      </add>
"""

SITE = """      <site name="{site}" id="{number}" serverAutoStart="true">
        <application path="/" applicationPool="{site}">
          <virtualDirectory path="/" physicalPath="D:\\sites\\{site}\\wwwroot" />
          <virtualDirectory path="/media" physicalPath="E:\\media\\{site}" />
        </application>
        <application path="/api" applicationPool="{site}" enabledProtocols="http">
          <virtualDirectory path="/" physicalPath="D:\\sites\\{site}\\api" />
        </application>
        <bindings>
          <binding protocol="http" bindingInformation="*:80:www.{host}" />
          <binding protocol="https" bindingInformation="*:443:www.{host}" sslFlags="1" />
        </bindings>
        <logFile logFormat="W3C" directory="E:\\logs\\{site}" period="Daily" />
      </site>
"""

ANONYMOUS = """          <anonymousAuthentication enabled="true" userName="IUSR" />
          <windowsAuthentication enabled="false" />
"""

WINDOWS = """          <anonymousAuthentication enabled="false" />
          <windowsAuthentication enabled="true" useKernelMode="true">
            <extendedProtection tokenChecking="None" />
          </windowsAuthentication>
"""

LOCATION = """  <location path="{site}" overrideMode="{override}">
    <system.webServer>
      <security>
        <authentication>
{authentication}        </authentication>
        <requestFiltering removeServerHeader="true">
          <requestLimits maxAllowedContentLength="{length}" maxUrl="4096" maxQueryString="2048" />
        </requestFiltering>
      </security>
      <httpProtocol>
        <customHeaders>
          <remove name="X-Powered-By" />
          <add name="X-Site" value="{site} &amp; friends" />
        </customHeaders>
      </httpProtocol>
    </system.webServer>
  </location>
"""


def values(number):
    site = f"Site{number:05}"
    return {
        "site": site, "number": number, "host": f"site{number:05}.example.com",
        "start": "AlwaysRunning" if number % 7 == 0 else "OnDemand",
        "idle": 20 if number % 3 else 40, "memory": 1000000 + number % 5 * 100000,
        "override": "Deny" if number % 11 == 0 else "Allow",
        "length": 30000000 + number % 13 * 1000000,
        "authentication": WINDOWS if number % 10 == 0 else ANONYMOUS,
    }


def generate(sites, out):
    with open(STOCK, encoding="utf-8") as file:
        stock = file.read()
    pools_at = stock.index("      <applicationPoolDefaults")
    sites_at = stock.index("      <siteDefaults")
    end = stock.rindex("</configuration>")
    out.write(stock[:pools_at])
    for number in range(1, sites + 1):
        out.write(POOL.format(**values(number)))
    out.write(stock[pools_at:sites_at])
    for number in range(1, sites + 1):
        out.write(SITE.format(**values(number)))
    out.write(stock[sites_at:end])
    for number in range(1, sites + 1):
        out.write(LOCATION.format(**values(number)))
    out.write(stock[end:])


if __name__ == "__main__":
    generate(int(sys.argv[1]), sys.stdout)
