@echo off
rem Starts Patchbay. JAVA_HOME chooses the Java, JAVA_OPTS adds arguments for it.
setlocal
set "HOME_DIR=%~dp0.."
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
if not defined TORCH_CPP_LOG_LEVEL set "TORCH_CPP_LOG_LEVEL=ERROR"
"%JAVA%" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmn64m -Dai.djl.offline=true -DOPT_OUT_TRACKING=true "-Dpatchbay.home=%HOME_DIR%" %JAVA_OPTS% -cp "%HOME_DIR%\lib\*" dev.patchbay.cli.Patchbay %*
exit /b %ERRORLEVEL%
